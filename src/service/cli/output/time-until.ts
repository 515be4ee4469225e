/** `in 30 s`, `in 2 min 5 s`, `in 3 h 20 min`; rounded up. Both times in ms since the epoch. */
export function timeUntil(moment: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((moment - now) / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  const shown = first === -1 ? parts.slice(-1) : parts.slice(first, first + 2);
  return `in ${shown
    .filter(([amount], index) => index === 0 || amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')}`;
}
