/** How the vendor's services call the facts of a job: one name for each way that they are written, the best first. */
const names = {
  status: ["status", "jobstatus", "taskstatus", "state", "phase"],
  id: ["jobid", "taskid", "id", "uid"],
  type: ["jobtype", "tasktype", "type", "jobname", "taskname", "name"],
  startedAt: [
    ...["begintime", "starttime", "startedat", "startat", "created", "createdat", "createtime", "createdtime"],
    "creationtimestamp",
  ],
  endedAt: ["endtime", "ended", "endedat", "endat", "finishtime", "finishedtime", "finishedat", "completedat"],
  code: ["errorcode", "errcode", "joberrorcode", "failcode"],
  reason: [
    "failreason",
    "failedreason",
    "failurereason",
    "errormsg",
    "errormessage",
    "errmsg",
    "reason",
    "statusdetail",
  ],
  progress: ["process", "progress", "percent"],
} as const;

export type Fact = keyof typeof names;

/** In the order in which a row has them. */
export const facts: readonly Fact[] = ["id", "type", "status", "startedAt", "endedAt", "code", "reason", "progress"];

const subJobLists = ["subjobs", "subtasks", "subjoblist", "subtasklist"];

export const join = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join(".");
export const parentOf = (name: string): string => name.split(".").slice(0, -1).join(".");

/** The last part of a name, however it is written: "jobType" and "spec.job_type" are one. */
export const bareName = (name: string): string =>
  (name.split(".").at(-1) ?? "").toLowerCase().replace(/[^a-z0-9]/g, "");

/** How good a name is for a fact: 0 is best; -1 for none. */
export const rank = (fact: Fact, name: string): number => (names[fact] as readonly string[]).indexOf(bareName(name));

export const isSubJobList = (name: string): boolean => subJobLists.includes(bareName(name));

/** Whether a name counts the items of a list. */
export const counts = (name: string, list: string): boolean =>
  ["total", "count", "num", "number"].some((word) =>
    [bareName(list) + word, word + bareName(list)].includes(bareName(name)),
  );
