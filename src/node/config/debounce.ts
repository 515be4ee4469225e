/**
 * Calls `callback` once things have been quiet for `quietMs`, however often it was triggered. An editor that
 * saves makes several events, and a file may be half written at the first of them.
 */
export const debounce = (
  callback: () => void,
  quietMs: number,
): { readonly trigger: () => void; readonly cancel: () => void } => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => clearTimeout(timer);
  const trigger = (): void => {
    cancel();
    timer = setTimeout(callback, quietMs);
  };
  return { trigger, cancel };
};
