/** A promise that the test opens when it wants to. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

export const closedGate = (): Gate => {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
};
