import { secondsUntil } from '../view/time.ts';

const stepSeconds = 30;

/** How long until the device shows another code. Not a live region: it would speak each second. */
export const NextCode = ({ nextCodeAt, now }: { nextCodeAt: number; now: number }) => {
  const seconds = secondsUntil(nextCodeAt, now);
  const text = seconds === 0 ? 'Your device shows a new code now.' : `Next code in ${seconds} s`;
  return (
    <p class="next-code">
      <svg class="ring" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <circle class="ring-track" cx="10" cy="10" r="8" />
        <circle
          class="ring-left"
          cx="10"
          cy="10"
          r="8"
          pathLength={stepSeconds}
          stroke-dasharray={`${Math.min(seconds, stepSeconds)} ${stepSeconds}`}
          transform="rotate(-90 10 10)"
        />
      </svg>
      <span>{text}</span>
    </p>
  );
};
