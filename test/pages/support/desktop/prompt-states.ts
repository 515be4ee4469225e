import type { PromptView } from '../../../../src/shared/view-state.ts';
import { prompt, states, testNow, viewState } from '../states.ts';

const longName = 'production-eu-central-1-administrator-of-everything-in-the-whole-organisation-unit';
const manyDevices = Array.from(
  { length: 8 },
  (_, index) => `arn:aws:iam::123456789012:mfa/jane-device-${index}`,
);
/** The longest sentences that keep a question open, with what AWS says. */
const usedMessage = 'This code was used already, and AWS accepts each code only once. Wait for the next one.';
const networkMessage =
  'AWS gave no useful answer (getaddrinfo ENOTFOUND sts.eu-central-1.amazonaws.com). Check the network and the proxy settings, then try again.';
const deviceMessage =
  'AWS does not know this MFA device for this user. Correct the serial number, or set mfa_serial in the configuration. AWS said: “MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number is valid and associated with this user”.';

const crowded: Partial<PromptView> = {
  profile: longName,
  profiles: [longName, 'dev', 'staging-readonly', 'another-profile-that-waits'],
  userName: 'jane.maria.doe-fitzgerald@subsidiary.example.com',
  devices: manyDevices,
  serialNumber: manyDevices[0] ?? '',
  serialNumberIsGuess: true,
  waiting: 12,
};
const later = prompt({ id: 'prompt-2', openedAt: testNow + 1 });

/** Every state of the pop-up window, the tallest included. */
export const promptStates = {
  waiting: states.waiting,
  'wrong-code': states['wrong-code'],
  'used-code': states['used-code'],
  checking: states.checking,
  devices: states.devices,
  guess: viewState({ prompts: [prompt({ serialNumberIsGuess: true })] }),
  'wrong-serial': states['wrong-serial'],
  'one-of-two': viewState({ prompts: [prompt(), later] }),
  'crowded-used-code': viewState({
    prompts: [
      prompt({
        ...crowded,
        problem: { kind: 'code-already-used', message: usedMessage },
        nextCodeAt: testNow + 14_000,
      }),
      later,
    ],
  }),
  'crowded-network': viewState({
    prompts: [prompt({ ...crowded, problem: { kind: 'network', message: networkMessage } }), later],
  }),
  'crowded-wrong-serial': viewState({
    prompts: [prompt({ ...crowded, problem: { kind: 'wrong-serial', message: deviceMessage } }), later],
  }),
  none: states.none,
} as const;

export type PromptStateName = keyof typeof promptStates;
export const promptStateNames = Object.keys(promptStates).filter(
  (name): name is PromptStateName => name in promptStates,
);
