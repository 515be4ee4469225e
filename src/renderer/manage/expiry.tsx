import { formatClockTime, formatRemaining } from '../view/time.ts';

interface ExpiryProps {
  readonly expiresAt: number;
  readonly now: number;
  /** True when it ends so soon that the user should renew it. */
  readonly soon: boolean;
}

/** When a session ends: how long it lasts, and the time on the clock. */
export const Expiry = ({ expiresAt, now, soon }: ExpiryProps) => (
  <p class={soon ? 'expiry soon' : 'expiry'}>
    <span class="remaining">{formatRemaining(expiresAt - now)}</span>
    <span class="visually-hidden">, </span>
    <time dateTime={new Date(expiresAt).toISOString()}>until {formatClockTime(expiresAt, now)}</time>
  </p>
);
