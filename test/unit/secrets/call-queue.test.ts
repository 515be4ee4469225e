import { describe, expect, it, vi } from 'vitest';
import { createCallQueue } from '../../../src/node/secrets/call-queue.ts';
import { deferred } from './deferred.ts';
import { createManualTimer } from './manual-timer.ts';

const noAnswer = { kind: 'no-answer' };
const afterPendingWork = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a call queue', () => {
  it('starts a call only when the one before has ended', async () => {
    const queue = createCallQueue(createManualTimer().timer, 30_000);
    const first = deferred<string>();
    const second = vi.fn(async () => 'two');
    const one = queue.run(() => first.promise);
    const two = queue.run(second);
    await afterPendingWork();
    expect(second).not.toHaveBeenCalled();

    first.resolve('one');
    expect(await one).toEqual({ kind: 'answered', value: 'one' });
    expect(await two).toEqual({ kind: 'answered', value: 'two' });
  });

  it('goes on after a call that failed', async () => {
    const queue = createCallQueue(createManualTimer().timer, 30_000);
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run(async () => 'fine')).toEqual({ kind: 'answered', value: 'fine' });
  });

  it('gives up a call after the limit, and never starts one that was given up while it waited', async () => {
    const { timer, pass } = createManualTimer();
    const queue = createCallQueue(timer, 30_000);
    const prompt = deferred<string>();
    const waiting = vi.fn(async () => 'written');
    const one = queue.run(() => prompt.promise);
    await afterPendingWork();
    const two = queue.run(waiting);
    pass(30_000);
    expect(await one).toEqual(noAnswer);
    expect(await two).toEqual(noAnswer);

    prompt.resolve('too late');
    await afterPendingWork();
    expect(waiting).not.toHaveBeenCalled();
  });

  it('answers at once while a call that was given up still runs, and works again when that ends', async () => {
    const { timer, pass } = createManualTimer();
    const queue = createCallQueue(timer, 30_000);
    const prompt = deferred<string>();
    const one = queue.run(() => prompt.promise);
    await afterPendingWork();
    pass(10_000);
    const two = queue.run(async () => 'two');
    pass(20_000);
    expect(await one).toEqual(noAnswer);
    pass(10_000);
    expect(await two).toEqual(noAnswer);
    expect(await queue.run(async () => 'three')).toEqual(noAnswer);

    prompt.resolve('unlocked at last');
    await afterPendingWork();
    expect(await queue.run(async () => 'four')).toEqual({ kind: 'answered', value: 'four' });
  });

  it('leaves no timer behind', async () => {
    const { timer, pending } = createManualTimer();
    const queue = createCallQueue(timer, 30_000);
    await queue.run(async () => 'answer');
    expect(pending()).toBe(0);
  });
});
