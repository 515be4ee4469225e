import { describeClockSkew } from '../view/time.ts';

interface WarningsProps {
  readonly warnings: readonly string[];
  readonly clockSkewMs: number;
}

/** What is odd in the configuration or on this computer. */
export const Warnings = ({ warnings, clockSkewMs }: WarningsProps) => {
  const clock = describeClockSkew(clockSkewMs);
  const sentences = clock === undefined ? warnings : [clock, ...warnings];
  if (sentences.length === 0) return null;
  return (
    <section class="warnings" aria-labelledby="warnings-heading">
      <h2 id="warnings-heading">Please note</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
};
