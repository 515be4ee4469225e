import { stepAt, stepStart } from '../../src/core/mfa/time-step.ts';
import type { StsSimulator } from '../../test/support/sts-simulator/server.ts';
import { asking } from './alice.ts';
import type { Screen } from './screen.ts';

type Device = Pick<StsSimulator, 'codeFor' | 'now'>;

/** What the display of alice's phone says now. */
export function phoneText(simulator: Device): string {
  const now = simulator.now();
  const seconds = Math.ceil((stepStart(stepAt(now) + 1) - now) / 1000);
  return `   Alice's phone shows ${simulator.codeFor(asking.serialNumber)} (the next code in ${seconds} s)`;
}

/** Shows alice's phone at the bottom of the screen. Returns a function that takes it away. */
export function showPhone(screen: Screen, simulator: Device): () => void {
  const draw = () => screen.showStatus(phoneText(simulator));
  const timer = setInterval(draw, 250);
  draw();
  return () => {
    clearInterval(timer);
    screen.showStatus('');
  };
}
