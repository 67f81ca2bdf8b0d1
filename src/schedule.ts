/**
 * When to poll next, as pure functions: for workflow engines, which do the waiting themselves.
 *
 * @module huaweicloud-jobs/schedule
 */
export { ageOf, defaultInterval, type Interval, type Moment, nextDelay } from "./waiting/schedule.ts";
