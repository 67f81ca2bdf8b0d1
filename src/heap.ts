/** A priority queue: a binary heap in an array. */
export interface Heap<T> {
  readonly first: T | undefined;
  readonly size: number;
  insert(item: T): void;
  removeFirst(): void;
  /** Drops what is not wanted any more. */
  keep(isWanted: (item: T) => boolean): void;
}

/** @param compare - negative when `a` comes before `b` */
export function createHeap<T>(compare: (a: T, b: T) => number): Heap<T> {
  let items: T[] = [];

  function rise(item: T): void {
    let index = items.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (compare(items[parent] as T, item) <= 0) {
        break;
      }
      items[index] = items[parent] as T;
      index = parent;
    }
    items[index] = item;
  }

  function sink(item: T): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= items.length) {
        break;
      }
      const right = left + 1;
      const child = right < items.length && compare(items[right] as T, items[left] as T) < 0 ? right : left;
      if (compare(item, items[child] as T) <= 0) {
        break;
      }
      items[index] = items[child] as T;
      index = child;
    }
    items[index] = item;
  }

  return {
    get first() {
      return items[0];
    },
    get size() {
      return items.length;
    },
    insert: rise,
    removeFirst() {
      const last = items.pop();
      if (last !== undefined && items.length > 0) {
        sink(last);
      }
    },
    keep(isWanted) {
      // A sorted array is a heap.
      items = items.filter(isWanted).sort(compare);
    },
  };
}
