/** Holds calls back until a test lets them through. */
export function createGate() {
  let held: (() => void)[] | undefined;
  return {
    hold(): void {
      held ??= [];
    },
    /** Lets the held calls through, and all later ones. */
    release(): void {
      const waiting = held ?? [];
      held = undefined;
      for (const pass of waiting) pass();
    },
    pass: (): Promise<void> =>
      new Promise((resolve) => {
        if (held === undefined) resolve();
        else held.push(resolve);
      }),
  };
}
