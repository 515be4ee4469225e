/** A file dropped beside the place for it does nothing; the window would go to the file otherwise. */
export const refuseDroppedFiles = (target: EventTarget): void => {
  for (const name of ['dragover', 'drop']) {
    target.addEventListener(name, (event) => event.preventDefault());
  }
};
