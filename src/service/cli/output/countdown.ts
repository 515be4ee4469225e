/** ` It appears in 12 s.`, to follow a sentence about the next code; empty when that code is there already. */
export const countdown = (nextCodeAt: number | undefined, now: number): string =>
  nextCodeAt === undefined || nextCodeAt <= now
    ? ''
    : ` It appears in ${Math.ceil((nextCodeAt - now) / 1000)} s.`;
