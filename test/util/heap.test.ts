import fc from "fast-check";
import { expect, test } from "vitest";
import { createHeap } from "../../src/util/timers.ts";

const ascending = (a: number, b: number) => a - b;

function drain(heap: ReturnType<typeof createHeap<number>>): number[] {
  const items: number[] = [];
  for (let first = heap.first; first !== undefined; first = heap.first) {
    items.push(first);
    heap.removeFirst();
  }
  return items;
}

test("an empty heap has no first item, and removing it does nothing", () => {
  const heap = createHeap<number>(ascending);
  expect(heap.first).toBeUndefined();
  heap.removeFirst();
  heap.filter(() => true);
  expect(heap.size).toBe(0);
  heap.insert(1);
  heap.removeFirst();
  expect(heap.first).toBeUndefined();
});

test("items come out in order, whatever the order in which they came in", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 100 }), (items) => {
      const heap = createHeap<number>(ascending);
      for (const item of items) {
        heap.insert(item);
      }
      expect(heap.size).toBe(items.length);
      expect(drain(heap)).toEqual([...items].sort(ascending));
      expect(heap.size).toBe(0);
    }),
  );
});

test("any sequence of operations has the same effect as on a sorted array", () => {
  const step = fc.oneof(
    fc.record({ insert: fc.integer({ min: 0, max: 50 }) }),
    fc.constant("remove" as const),
    fc.record({ keep: fc.integer({ min: 2, max: 5 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 50, maxLength: 200 }), (steps) => {
      const heap = createHeap<number>(ascending);
      let model: number[] = [];
      for (const step of steps) {
        if (step === "remove") {
          heap.removeFirst();
          model.shift();
        } else if ("insert" in step) {
          heap.insert(step.insert);
          model.push(step.insert);
          model.sort(ascending);
        } else {
          heap.filter((item) => item % step.keep !== 0);
          model = model.filter((item) => item % step.keep !== 0);
        }
        expect([heap.first, heap.size]).toEqual([model[0], model.length]);
      }
      expect(drain(heap)).toEqual(model);
    }),
  );
});
