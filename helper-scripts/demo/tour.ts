import type { StsSimulator } from '../../test/support/sts-simulator/server.ts';
import { asking, silent } from './alice.ts';
import type { Client } from './client.ts';
import { phoneText, showPhone } from './device.ts';
import type { ManagePage } from './manage-page.ts';
import type { Screen } from './screen.ts';

export interface TourOptions {
  readonly screen: Screen;
  readonly simulator: Pick<StsSimulator, 'calls' | 'codeFor' | 'now'>;
  readonly page: ManagePage;
  readonly client: Client;
  /** Calls back at each press of Enter; returns an unsubscribe. Absent: nobody is there to answer. */
  readonly onEnter?: (listener: () => void) => () => void;
  readonly signal: AbortSignal;
}

/** Runs a real client through both profiles and tells what happens. Rejects at the first surprise. */
export async function runTour(options: TourOptions): Promise<void> {
  await useSilentProfile(options);
  await useAskingProfile(options);
  await useAskingProfileAgain(options);
}

async function useSilentProfile({ screen, simulator, page, client, signal }: TourOptions): Promise<void> {
  await page.storeMfaSecret(silent.profile, silent.mfaSecret);
  await page.useProfile(silent.profile);
  screen.print(`1. Profile “${silent.profile}”: Metafob keeps the secret of alice's MFA device.`);
  screen.print(`   $ ${client.commandLine}`);
  const arn = await client.whoAmI(signal);
  expectArn(arn, silent.expectedArn);
  const sessions = simulator.calls('GetSessionToken');
  if (!sessions.some(({ hadTokenCode, outcome }) => hadTokenCode && outcome === 'ok')) {
    throw new Error('STS made no session with a token code.');
  }
  screen.print(`   ✓ STS says it is ${arn}.`);
  screen.print('   ✓ Nobody was asked: Metafob computed the code and made the MFA session by itself.');
  screen.print();
}

async function useAskingProfile(options: TourOptions): Promise<void> {
  const { screen, page, client, signal } = options;
  await page.useProfile(asking.profile);
  screen.print(
    `2. Profile “${asking.profile}”: a role that requires MFA; only alice's phone knows the codes.`,
  );
  screen.print(`   $ ${client.commandLine}`);
  const ended = new AbortController();
  const answer = client.whoAmI(signal);
  answer.catch(() => undefined).finally(() => ended.abort());
  const asked = page.nextPrompt(AbortSignal.any([signal, ended.signal]));
  const first = await Promise.race([answer, asked]);
  if (typeof first === 'string') throw new Error('The program went on without a code.');
  screen.print('   … it waits, because Metafob asks for a code. The question is in the page.');
  const stopAnswering = await answerQuestion(options, first.id);
  const arn = await answer.finally(stopAnswering);
  expectArn(arn, asking.expectedArn);
  screen.print(`   ✓ AWS accepted the code, and the program went on. STS says it is ${arn}.`);
  screen.print();
}

async function useAskingProfileAgain({ screen, simulator, client, signal }: TourOptions): Promise<void> {
  const sessionsMade = () => simulator.calls('GetSessionToken').length + simulator.calls('AssumeRole').length;
  const before = sessionsMade();
  screen.print('3. The same again: now there is a session, so the program need not wait.');
  screen.print(`   $ ${client.commandLine}`);
  const arn = await client.whoAmI(signal);
  expectArn(arn, asking.expectedArn);
  if (sessionsMade() !== before) throw new Error('Metafob made another session, although it had one.');
  screen.print(`   ✓ STS says it is ${arn}.`);
  screen.print('   ✓ No question and no new session.');
  screen.print();
}

/** Without a person the demo answers at once; with one it waits. Returns what ends the waiting. */
async function answerQuestion(options: TourOptions, promptId: string): Promise<() => void> {
  const { screen, simulator, page, onEnter } = options;
  if (onEnter === undefined) {
    screen.print(phoneText(simulator));
    const problem = await page.answer(promptId, simulator.codeFor(asking.serialNumber));
    if (problem !== undefined) throw new Error(problem);
    screen.print('   The demo types it, as a person would in the page.');
    return () => undefined;
  }
  screen.print('   Type the code into the page, or press Enter here and the demo types it.');
  return answerOnEnter({ ...options, onEnter });
}

/** Shows the phone, and at each press of Enter types its code for the question that is open. */
export function answerOnEnter(
  options: Pick<TourOptions, 'screen' | 'simulator' | 'page'> & Required<Pick<TourOptions, 'onEnter'>>,
): () => void {
  const { screen, simulator, page, onEnter } = options;
  const typeCode = async () => {
    const prompt = await page.pendingPrompt();
    if (prompt === undefined) {
      screen.print('   There is no question to answer now.');
      return;
    }
    const problem = await page.answer(prompt.id, simulator.codeFor(asking.serialNumber));
    screen.print(`   ${problem ?? 'The demo typed the code.'}`);
  };
  const hidePhone = showPhone(screen, simulator);
  const unsubscribe = onEnter(() => {
    typeCode().catch((error: unknown) => screen.print(`   ${messageOf(error)}`));
  });
  return () => {
    unsubscribe();
    hidePhone();
  };
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Role sessions end with a name that Metafob chooses, so only the beginning is compared. */
function expectArn(arn: string, expected: string): void {
  if (!arn.startsWith(expected)) throw new Error(`STS says it is ${arn}, but ${expected} was expected.`);
}
