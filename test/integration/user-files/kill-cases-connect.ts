import { answers, entriesOf, foreign, type KillCase, type KillScene, unless } from './kill-case.ts';

const section = 'profile work';
const connectionOf = (scene: KillScene) => entriesOf(scene, 'config', section);

const connectBy = (by: 'process' | 'port', entry: string): KillCase => ({
  name: `connect --by ${by}`,
  words: ['connect', 'bob', '--by', by, '--as', 'work'],
  withService: true,
  async before({ manage }) {
    // It has one from an earlier run, or none; only one that is there can be released.
    await manage.assignPort('bob');
    await manage.releasePort('bob');
    return { config: foreign.config };
  },
  async check(scene) {
    const entries = await connectionOf(scene);
    if (entries.size === 0) return undefined;
    const value = entries.get(entry);
    if (!entries.has('metafob_profile') || value === undefined) return 'the connection is incomplete';
    return unless(by === 'process' || (await answers(value)), 'nothing answers at the address in the file');
  },
  async checkEnd(scene) {
    return unless((await connectionOf(scene)).has(entry), 'the profile is not connected');
  },
});

const disconnect: KillCase = {
  name: 'connect --remove',
  words: ['connect', '--remove'],
  withService: true,
  async before({ manage }) {
    const { url } = await manage.assignPort('bob');
    const lines = [`[${section}]`, 'metafob_profile = bob', `ec2_metadata_service_endpoint = ${url}`];
    return { config: `${foreign.config}\n${lines.join('\n')}\nregion = eu-west-1\n` };
  },
  async check(scene) {
    const entries = await connectionOf(scene);
    return unless(entries.size === 0 || entries.size === 3, 'the connection is incomplete');
  },
  async checkEnd(scene) {
    return unless((await connectionOf(scene)).size === 0, 'the profile is still connected');
  },
};

export const connectCases: readonly KillCase[] = [
  connectBy('process', 'credential_process'),
  connectBy('port', 'ec2_metadata_service_endpoint'),
  disconnect,
];
