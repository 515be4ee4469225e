import { describe, expect, it } from 'vitest';
import {
  askSecretService,
  type CommandOutcome,
  type RunCommand,
  runCommand,
} from '../../../src/node/secrets/secret-service-lock.ts';

const answered = (output: string): CommandOutcome => ({ kind: 'answered', output });
const refused: CommandOutcome = { kind: 'refused' };
const isAliasQuestion = (parameters: readonly string[]): boolean =>
  parameters.some((parameter) => parameter.includes('ReadAlias'));

/** A machine where only one of the tools is installed. */
const machine =
  (installed: string, property: CommandOutcome, alias: CommandOutcome = refused): RunCommand =>
  async (program, parameters) => {
    if (program !== installed) return { kind: 'not-installed' };
    return isAliasQuestion(parameters) ? alias : property;
  };

describe('asking the Secret Service whether the keyring is locked', () => {
  it.each([
    ['gdbus', '(<true>,)\n', '(<false>,)\n'],
    ['busctl', 'b true\n', 'b false\n'],
    ['dbus-send', '   variant       boolean true\n', '   variant       boolean false\n'],
  ])('understands what %s prints', async (program, whenLocked, whenUnlocked) => {
    expect(await askSecretService(machine(program, answered(whenLocked)))()).toMatchObject({
      kind: 'locked',
    });
    expect(await askSecretService(machine(program, answered(whenUnlocked)))()).toEqual({ kind: 'unlocked' });
  });

  it('tells a service without a default keyring from no service at all', async () => {
    const withoutKeyring = machine('gdbus', refused, answered("(objectpath '/',)\n"));
    expect(await askSecretService(withoutKeyring)()).toEqual({ kind: 'no-keyring' });
    expect(await askSecretService(machine('gdbus', refused, refused))()).toMatchObject({
      kind: 'unavailable',
    });
  });

  it('counts a service that does not answer as locked, since it may hold the secret', async () => {
    const silent: CommandOutcome = { kind: 'no-answer' };
    expect(await askSecretService(machine('gdbus', silent))()).toMatchObject({ kind: 'locked' });
    expect(await askSecretService(machine('gdbus', refused, silent))()).toMatchObject({ kind: 'locked' });
  });

  it('does not know when no tool is installed', async () => {
    expect(await askSecretService(async () => ({ kind: 'not-installed' }))()).toEqual({ kind: 'unknown' });
  });
});

describe('running a D-Bus tool', () => {
  const node = process.execPath;
  const generous = runCommand(process.env, 20_000);

  it('gives what the tool printed', async () => {
    expect(await generous(node, ['-e', 'console.log("b false")'])).toEqual(answered('b false\n'));
  });

  it('tells a tool that reports an error from one that is not installed', async () => {
    expect(await generous(node, ['-e', 'process.exit(1)'])).toEqual(refused);
    expect(await generous('no-such-d-bus-tool', [])).toEqual({ kind: 'not-installed' });
  });

  it('ends a tool that does not answer', async () => {
    const impatient = runCommand(process.env, 50);
    expect(await impatient(node, ['-e', 'setInterval(() => {}, 1000)'])).toEqual({ kind: 'no-answer' });
  });
});
