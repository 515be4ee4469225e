import { aliceConfiguration } from './alice.ts';
import type { Circumstances, Stage } from './stage.ts';

/** A state of the page and how it comes about. */
export interface Scene {
  /** For the name of the file. */
  readonly name: string;
  readonly circumstances?: Circumstances;
  /** Also in dark colours. */
  readonly dark?: boolean;
  /** Brings the page there; resolves when it shows the state. */
  play(stage: Stage): Promise<void>;
}

const waiting = async ({ driver, programsAsk }: Stage): Promise<void> => {
  programsAsk(2);
  await driver.prompt.getByText('2 programs are waiting').waitFor();
};

/** Resolves with the code that was used. */
const signIn = async (stage: Stage): Promise<string> => {
  await stage.build();
  await waiting(stage);
  const code = stage.code();
  await stage.driver.typeCode(code);
  await stage.driver.sessionState('dev').getByText('Active').waitFor();
  await stage.driver.prompt.waitFor({ state: 'detached' });
  return code;
};

const active = async (stage: Stage): Promise<void> => void (await signIn(stage));

const failed = async (stage: Stage): Promise<void> => {
  await waiting(stage);
  await stage.driver.typeCode(stage.code());
  await stage.driver.sessionState('dev').getByText('Failed').waitFor();
};

/** A code that the device never shows around now. */
const wrongCode = (stage: Stage): string => (stage.code().startsWith('4') ? '582170' : '409215');

export const scenes: readonly Scene[] = [
  { name: 'none', dark: true, play: async () => {} },
  { name: 'waiting', dark: true, play: waiting },
  {
    name: 'wrong-code',
    dark: true,
    async play(stage) {
      await waiting(stage);
      await stage.driver.typeCode(wrongCode(stage));
      await stage.driver.promptProblem.getByText('AWS').waitFor();
    },
  },
  {
    name: 'used-code',
    async play(stage) {
      const used = await signIn(stage);
      await stage.driver.button('dev', 'Clear').click();
      await waiting(stage);
      await stage.driver.typeCode(used);
      await stage.driver.prompt.getByText('Next code in').waitFor();
    },
  },
  { name: 'active', dark: true, play: active },
  {
    name: 'active-narrow',
    circumstances: { viewport: { width: 375, height: 720 } },
    play: active,
  },
  {
    name: 'expiring',
    async play(stage) {
      // The MFA session is over after a quarter of a minute; the role session goes on.
      stage.simulator.setFaults([
        { kind: 'lifetime', action: 'GetSessionToken', seconds: 15 },
        { kind: 'lifetime', action: 'AssumeRole', seconds: 1500 },
      ]);
      await active(stage);
      await stage.driver.sessionState('default').getByText('No session').waitFor();
      await stage.driver.sessionState('dev').getByText('Ends soon').waitFor();
    },
  },
  { name: 'failed', dark: true, circumstances: { mayDevelop: false }, play: failed },
  {
    name: 'clock',
    circumstances: { clockOffsetMs: 3 * 60_000 },
    async play(stage) {
      await active(stage);
      await stage.driver.page.getByText('behind AWS').waitFor();
    },
  },
  {
    name: 'warning',
    circumstances: {
      configuration: aliceConfiguration.replace('[profile:dev]', '[profile:dev]\nmfa_seriel = alice'),
    },
    async play({ driver }) {
      await driver.page.getByText('mfa_seriel').waitFor();
    },
  },
];
