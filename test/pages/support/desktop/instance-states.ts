import type { EventBody, InstanceResponse } from '../../../../src/shared/instance-api.ts';
import { testNow } from '../states.ts';

/** An instance of which one value is set and two are those of the profile. */
export const instanceView = (changes: Partial<InstanceResponse> = {}): InstanceResponse => ({
  values: [
    { key: 'instance.account-id', value: '111122223333', source: 'profile' },
    { key: 'instance.id', value: 'i-0123456789abcdef0', source: 'generated' },
    { key: 'instance.type', value: 'm7g.large', source: 'set' },
    { key: 'network.local-ipv4', value: '172.31.43.145', source: 'generated' },
    { key: 'placement.region', value: 'eu-central-1', source: 'profile' },
  ],
  overrides: {
    file: '/home/jane/.config/metafob/instance.yaml',
    exists: true,
    problems: [],
    warnings: [],
  },
  events: [],
  ...changes,
});

export const spotIn = (milliseconds: number): EventBody => ({
  id: 'event-1',
  kind: 'spot-interruption',
  detail: 'terminate',
  activeFrom: testNow + milliseconds,
  active: milliseconds <= 0,
});
