/** Any number of callbacks behind one listener: from eleven listeners on Node warns of a leak. */
interface SharedListener {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const sharedListeners = new WeakMap<AbortSignal, SharedListener>();

/** Calls back when the signal aborts, or at once if it has. The function that it returns unsubscribes. */
export function onAbort(signal: AbortSignal | null | undefined, callback: () => void): () => void {
  if (signal == null) {
    return () => {};
  }
  if (signal.aborted) {
    callback();
    return () => {};
  }
  const { callbacks, listener } = sharedListeners.get(signal) ?? shareListener(signal);
  // Wrapped, because the same callback may be registered twice.
  const own = (): void => callback();
  callbacks.add(own);
  return () => {
    if (callbacks.delete(own) && callbacks.size === 0) {
      signal.removeEventListener("abort", listener);
      sharedListeners.delete(signal);
    }
  };
}

function shareListener(signal: AbortSignal): SharedListener {
  const callbacks = new Set<() => void>();
  const listener = (): void => {
    sharedListeners.delete(signal);
    for (const callback of callbacks) {
      callback();
    }
  };
  const hub = { callbacks, listener };
  signal.addEventListener("abort", listener, { once: true });
  sharedListeners.set(signal, hub);
  return hub;
}

/**
 * Makes `controller` follow `signal`, until the function that it returns is called. Requests get a controller of
 * their own in this way, because `fetch` in Node 20 leaves listeners behind on a long-lived signal.
 */
export function forwardAbort(signal: AbortSignal | null | undefined, controller: AbortController): () => void {
  return onAbort(signal, () => controller.abort(signal?.reason));
}

/**
 * Settles as `work` does, unless the signal aborts first: then it rejects with `signal.reason` at once, whatever
 * `work` does later.
 */
export function abortable<T>(work: PromiseLike<T>, signal: AbortSignal | null | undefined): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const release = onAbort(signal, () => reject(signal?.reason));
    work.then(
      (value) => {
        release();
        resolve(value);
      },
      (error) => {
        release();
        reject(error);
      },
    );
  });
}
