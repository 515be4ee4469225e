import type { PromptView } from '../../shared/view-state.ts';
import { deviceName } from './aws-names.ts';
import type { ProfileFact } from './profile-facts.ts';

const profilesFact = ({ profiles }: PromptView): readonly ProfileFact[] =>
  profiles.length > 1 ? [{ term: 'Profiles', value: profiles.join(', ') }] : [];

/** Left out when there are several: a picker shows them. */
const deviceFact = ({ devices, serialNumber }: PromptView): readonly ProfileFact[] =>
  devices.length > 1 ? [] : [{ term: 'MFA device', value: deviceName(serialNumber), title: serialNumber }];

/** Whose code is wanted. */
export const promptFacts = (prompt: PromptView): readonly ProfileFact[] => [
  ...profilesFact(prompt),
  ...(prompt.accountId === undefined ? [] : [{ term: 'Account', value: prompt.accountId }]),
  ...(prompt.userName === undefined ? [] : [{ term: 'User', value: prompt.userName }]),
  ...deviceFact(prompt),
];

/** The same in fewer lines, for a small window. Values are cut there, so each has its full form as title. */
export const shortPromptFacts = (prompt: PromptView): readonly ProfileFact[] => {
  const account = [prompt.accountId, prompt.userName].filter((part) => part !== undefined).join(' · ');
  return [
    ...profilesFact(prompt).map((fact) => ({ ...fact, title: fact.value })),
    ...(account === '' ? [] : [{ term: 'Account', value: account, title: account }]),
    ...deviceFact(prompt),
  ];
};
