/** What was put in and not yet taken out, as an async iterator. */
export interface Mailbox<T> extends AsyncIterableIterator<T> {
  put(item: T): void;
  /** No more comes in; what is there is still taken out. */
  end(error?: { readonly reason: unknown }): void;
}

export function createMailbox<T>(onReturn: () => void): Mailbox<T> {
  const items: T[] = [];
  let ended: { readonly reason?: unknown } | undefined;
  let wake = (): void => {};
  return {
    put(item) {
      items.push(item);
      wake();
    },
    end(error) {
      ended ??= error ?? {};
      wake();
    },
    async next() {
      while (items.length === 0 && ended === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const value = items.shift();
      if (value !== undefined) {
        return { done: false, value };
      }
      if (ended !== undefined && "reason" in ended) {
        const { reason } = ended;
        ended = {};
        throw reason;
      }
      return { done: true, value: undefined };
    },
    async return() {
      onReturn();
      items.length = 0;
      ended = {};
      wake();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
