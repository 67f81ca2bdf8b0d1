/** Does something with each item, with so many of them at a time. The results have the items' order. */
export async function atOnce<T, R>(most: number, items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const work = async () => {
    for (const [index, item] of left) {
      results[index] = await run(item);
    }
  };
  await Promise.all(Array.from({ length: most }, work));
  return results;
}
