/** The environment variables of each option; of several, the first that is set counts. */
export type EnvNames<Option extends string> = Readonly<Record<Option, readonly string[]>>;

// Each list has the vendor's SDKs first, then its Terraform provider, then OpenStack's tools and Open Telekom Cloud's.

/** A token. */
export const tokenNames: EnvNames<"token"> = { token: ["HW_AUTH_TOKEN", "OS_TOKEN", "OS_AUTH_TOKEN"] };

/** Access keys: a key's parts come from one row. The last one is in the vendor's code samples. */
export const keyNames: readonly EnvNames<"accessKeyId" | "secretAccessKey" | "securityToken">[] = [
  {
    accessKeyId: ["HUAWEICLOUD_SDK_AK"],
    secretAccessKey: ["HUAWEICLOUD_SDK_SK"],
    securityToken: ["HUAWEICLOUD_SDK_SECURITY_TOKEN"],
  },
  {
    accessKeyId: ["HW_ACCESS_KEY"],
    secretAccessKey: ["HW_SECRET_KEY"],
    securityToken: ["HW_SECURITY_TOKEN"],
  },
  {
    accessKeyId: ["OS_ACCESS_KEY", "OS_ACCESS_KEY_ID", "OS_AK"],
    secretAccessKey: ["OS_SECRET_KEY", "OS_ACCESS_KEY_SECRET", "OS_SK"],
    securityToken: ["OS_SECURITY_TOKEN", "OS_AKSK_SECURITY_TOKEN", "OS_ST"],
  },
  {
    accessKeyId: ["CLOUD_SDK_AK"],
    secretAccessKey: ["CLOUD_SDK_SK"],
    securityToken: ["CLOUD_SDK_SECURITY_TOKEN"],
  },
];

/** An IAM user. */
export const userNames: EnvNames<"username" | "userId" | "password" | "passcode" | "domainName" | "domainId"> = {
  username: ["HW_USER_NAME", "OS_USERNAME"],
  userId: ["HW_USER_ID", "OS_USER_ID"],
  password: ["HW_USER_PASSWORD", "OS_PASSWORD"],
  passcode: ["OS_PASSCODE"],
  // An account's users and projects are in one domain.
  domainName: ["HW_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"],
  domainId: ["HUAWEICLOUD_SDK_DOMAIN_ID", "HW_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID"],
};

/** An agency, by which another account lends its permissions: recognized, so that the wrong account is not used in its place. */
export const agencyNames: EnvNames<"agencyName"> = { agencyName: ["HW_ASSUME_ROLE_AGENCY_NAME", "OS_AGENCY_NAME"] };

/** What is recognized in order to say that it is not supported. */
export const foreignNames: EnvNames<"a login by an identity provider" | "an application credential"> = {
  "a login by an identity provider": [
    "HUAWEICLOUD_SDK_IDP_ID",
    "HUAWEICLOUD_SDK_ID_TOKEN_FILE",
    "HW_ASSUME_ROLE_IDP_ID",
    "OS_IDENTITY_PROVIDER",
  ],
  "an application credential": ["OS_APPLICATION_CREDENTIAL_ID", "OS_APPLICATION_CREDENTIAL_NAME"],
};

/** Where IAM and the services are, and the project. */
export const placeNames: EnvNames<"iamEndpoint" | "cloud" | "region" | "projectId" | "projectName"> = {
  iamEndpoint: ["HUAWEICLOUD_SDK_IAM_ENDPOINT", "HW_AUTH_URL", "OS_AUTH_URL"],
  cloud: ["HW_CLOUD"],
  region: ["HUAWEICLOUD_SDK_REGION_ID", "HW_REGION_NAME", "OS_REGION_NAME", "OS_REGION"],
  projectId: ["HUAWEICLOUD_SDK_PROJECT_ID", "HW_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID"],
  projectName: ["HW_PROJECT_NAME", "OS_PROJECT_NAME", "OS_TENANT_NAME"],
};
