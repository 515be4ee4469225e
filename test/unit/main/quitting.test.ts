import { describe, expect, it } from 'vitest';
import { createQuitting } from '../../../src/main/app/quitting.ts';
import { createManualClock } from '../../support/engine/manual-clock.ts';

function createWorld(stop: () => Promise<void>) {
  const clock = createManualClock(0);
  const log: string[] = [];
  const quitting = createQuitting({
    stop: () => {
      log.push('stop');
      return stop();
    },
    exit: () => log.push('exit'),
    clock,
  });
  const askToQuit = () => quitting.beforeQuit({ preventDefault: () => log.push('put off') });
  return { clock, log, quitting, askToQuit };
}

describe('quitting', () => {
  it('is put off until everybody has an answer', async () => {
    const { clock, log, askToQuit } = createWorld(async () => {});
    askToQuit();
    expect(log).toEqual(['put off', 'stop']);
    await clock.settle();
    expect(log).toEqual(['put off', 'stop', 'exit']);
  });

  it('stops once, however often it is asked for', async () => {
    const { clock, log, askToQuit } = createWorld(async () => {});
    askToQuit();
    askToQuit();
    await clock.settle();
    expect(log.filter((entry) => entry === 'stop')).toEqual(['stop']);
    expect(log.filter((entry) => entry === 'exit')).toEqual(['exit']);
  });

  it.each([
    ['never ends', () => new Promise<void>(() => {})],
    ['fails', () => Promise.reject(new Error('broken'))],
  ])('ends within two seconds when stopping %s', async (_case, stop) => {
    const { clock, log, askToQuit } = createWorld(stop);
    askToQuit();
    await clock.advance(1_000);
    expect(log).not.toContain('exit');
    await clock.advance(1_000);
    expect(log).toContain('exit');
  });

  it('does not hold up a system that goes down', () => {
    const { log, quitting, askToQuit } = createWorld(async () => {});
    quitting.systemShutdown();
    askToQuit();
    expect(log).toEqual(['stop']);
    expect(quitting.isQuitting()).toBe(true);
  });
});
