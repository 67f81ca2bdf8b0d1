export interface PlayerOptions {
  /** Of what is played, in milliseconds of virtual time. */
  length(): number;
  /** Called before each frame. */
  onFrame(at: number, isOver: boolean): void;
}

/** How long playing takes, whatever the virtual time, in milliseconds. */
const PLAYING_TIME = 6_000;

/** Plays virtual time at a speed at which all of it takes a few seconds; at once for those who want no motion. */
export function createPlayer({ length, onFrame }: PlayerOptions): { play(from: number): void; stop(): void } {
  let frame = 0;

  function stop(): void {
    cancelAnimationFrame(frame);
  }

  function play(from: number): void {
    stop();
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isStill || length() === 0) {
      onFrame(length(), true);
      return;
    }
    let began: number | undefined;
    const next = (now: number): void => {
      began ??= now - (from / length()) * PLAYING_TIME;
      const share = Math.min(1, (now - began) / PLAYING_TIME);
      frame = share < 1 ? requestAnimationFrame(next) : 0;
      onFrame(share * length(), share === 1);
    };
    frame = requestAnimationFrame(next);
  }

  return { play, stop };
}
