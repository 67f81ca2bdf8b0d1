import { defineConfig } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { pluginZod } from "@kubb/plugin-zod";

const { CONTRACT, OUT } = process.env;

export default defineConfig({
  input: { path: CONTRACT },
  output: { path: OUT, clean: true },
  plugins: [pluginOas(), pluginTs(), pluginZod(), pluginClient({ client: "fetch" })],
});
