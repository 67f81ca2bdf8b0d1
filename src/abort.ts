/**
 * Settles as `work` does, unless the signal aborts first: then it rejects with `signal.reason` at once, whatever
 * `work` does later. No listener stays on the signal.
 */
export function race<T>(work: PromiseLike<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) {
    return Promise.resolve(work);
  }
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    const settle = () => signal.removeEventListener("abort", onAbort);
    if (signal.aborted) {
      onAbort();
    } else {
      signal.addEventListener("abort", onAbort, { once: true });
    }
    work.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error) => {
        settle();
        reject(error);
      },
    );
  });
}

/**
 * Makes `controller` follow `signal`, until the function that it returns is called. Requests get a controller of
 * their own in this way, because `fetch` in Node 20 leaves listeners behind on a long-lived signal.
 */
export function follow(signal: AbortSignal | null | undefined, controller: AbortController): () => void {
  if (signal == null) {
    return () => {};
  }
  const onAbort = () => controller.abort(signal.reason);
  if (signal.aborted) {
    onAbort();
    return () => {};
  }
  signal.addEventListener("abort", onAbort, { once: true });
  return () => signal.removeEventListener("abort", onAbort);
}
