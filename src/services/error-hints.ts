// Made from x-error-codes in openapi/ by `npm run generate`. Do not edit.

export const sfsTurboHints = {
  "SFS.TURBO.0002":
    "What is asked for does not exist, or the credential may not see it. Check the ID and the permissions.",
  "SFS.TURBO.0011": "Another operation is running on the file system. Try again later.",
  "SFS.TURBO.0015": "Permission is missing, although the status is 400. Ask for the IAM action sfsturbo:shares:getJob.",
  "SFS.TURBO.0019":
    "The service knows no such job in this project and region; calls that create, expand or delete a file system give no job ID. Check ID, project and region.",
  "SFS.TURBO.0037": "Another operation is in the way, although the status is 400. Try again later.",
  "SFS.TURBO.9000":
    "Permission is missing, or what is asked for is gone. If the job exists, ask for the IAM action sfsturbo:shares:getJob.",
};
