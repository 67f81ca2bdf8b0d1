module.exports = {
  testMatch: ["**/*.test.cjs"],
  transform: { "\\.[cm]?js$": ["babel-jest", { presets: [["@babel/preset-env", { targets: { node: "current" } }]] }] },
  transformIgnorePatterns: ["/node_modules/(?!(huaweicloud-jobs|openapi-fetch)/)"],
};
