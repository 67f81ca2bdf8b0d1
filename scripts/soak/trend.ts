/** A point of a series. */
export type Point = readonly [x: number, y: number];

/** How much y grows with each x, by the straight line that lies nearest to all points (least squares). */
export function slopeOf(points: readonly Point[]): number {
  const [x, y] = meansOf(points);
  const spread = sum(points, (point) => (point[0] - x) ** 2);
  return sum(points, (point) => (point[0] - x) * (point[1] - y)) / spread;
}

/**
 * How much y grows with each x beyond what a third figure explains: the coefficient of x in a regression on both. It is
 * found by freeing x and y of what goes with the third, and setting against each other what remains of them.
 */
export function slopeBeside(
  points: readonly { readonly x: number; readonly y: number; readonly beside: number }[],
): number {
  const xs = remainders(points.map(({ x, beside }) => [beside, x]));
  const ys = remainders(points.map(({ y, beside }) => [beside, y]));
  return slopeOf(xs.map((x, index) => [x, ys[index] ?? 0]));
}

/** How far each point lies above the line. */
function remainders(points: readonly Point[]): number[] {
  const [x, y] = meansOf(points);
  const slope = slopeOf(points);
  return points.map((point) => point[1] - y - slope * (point[0] - x));
}

function meansOf(points: readonly Point[]): Point {
  return [sum(points, ([x]) => x) / points.length, sum(points, ([, y]) => y) / points.length];
}

function sum(points: readonly Point[], of: (point: Point) => number): number {
  return points.reduce((total, point) => total + of(point), 0);
}
