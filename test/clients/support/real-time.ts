/**
 * Lets real time pass. Only for clients that are other people's programs: their timeouts (a second for each
 * read in botocore and the JavaScript SDK) run by the clock of the machine, and no clock of ours reaches them.
 */
export const realTimeUntil = (time: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, time - Date.now()));
  });
