import type { ConfigProblem } from '../config/config-problem.ts';
import { nearestWord } from '../config/nearest-word.ts';
import { aemmKeys } from './aemm-document.ts';
import { aemmValueKeys } from './aemm-values.ts';

const PREFIX = 'AEMM_';

/** Keys that have a variable: the text under each is a scalar. */
const paths: readonly (readonly string[])[] = [
  ...aemmValueKeys.map((key) => ['metadata', 'values', key]),
  ['metadata', 'values', 'event-id'],
  ['dynamic', 'values', 'instance-identity-pkcs'],
  ['dynamic', 'values', 'instance-identity-signature'],
  ['dynamic', 'values', 'fws-instance-monitoring'],
  ...['accountId', 'imageId', 'instanceId', 'instanceType', 'region', 'availabilityZone', 'privateIp'].map(
    (field) => ['dynamic', 'values', 'instance-identity-document', field],
  ),
  ['userdata', 'values', 'userdata'],
  ...['action', 'time', 'rebalance-rec-time'].map((key) => ['spot', key]),
  ...['code', 'state', 'not-before', 'not-after', 'not-before-deadline'].map((key) => ['events', key]),
  ['autoscaling', 'target-lifecycle-state'],
  ...['imdsv2', 'mock-delay-sec', 'mock-trigger-time', 'rebalance-delay-sec', 'rebalance-trigger-time'].map(
    (key) => [key],
  ),
];

/** `metadata.values.ami-id` → `AEMM_METADATA_VALUES_AMI_ID` */
export const variableOf = (path: readonly PropertyKey[]): string =>
  `${PREFIX}${path.map(String).join('_').replaceAll('-', '_').toUpperCase()}`;

const pathByVariable = new Map(paths.map((path) => [variableOf(path), path]));

/** Variables of settings that do nothing here. */
const ignored = [...aemmKeys.map((key) => variableOf([key])), 'AEMM_SERVER_HOSTNAME', 'AEMM_SERVER_PORT'];

/** The variables of amazon-ec2-metadata-mock as a document, with warnings for those that mean nothing here. */
export function aemmEnvironment(environment: Readonly<Record<string, string | undefined>>): {
  readonly content: Readonly<Record<string, unknown>>;
  readonly warnings: readonly ConfigProblem[];
} {
  const found = Object.entries(environment).filter(([name]) => name.startsWith(PREFIX));
  let content: Readonly<Record<string, unknown>> = {};
  const warnings: ConfigProblem[] = [];
  for (const [name, value] of found) {
    const path = pathByVariable.get(name);
    if (path !== undefined) content = merged(content, nested(path, value));
    else warnings.push({ file: 'environment', line: 1, key: name, message: ignoredMessage(name) });
  }
  return { content, warnings };
}

function ignoredMessage(name: string): string {
  if (ignored.includes(name)) return `${name} is ignored: it has no meaning for Metafob`;
  const suggestion = nearestWord(
    name.toLowerCase(),
    [...pathByVariable.keys()].map((known) => known.toLowerCase()),
  );
  const hint = suggestion === undefined ? '' : `. Did you mean ${suggestion.toUpperCase()}?`;
  return `${name} is not a known variable${hint}`;
}

const nested = (path: readonly string[], value: unknown): Readonly<Record<string, unknown>> =>
  path.reduceRight<Readonly<Record<string, unknown>>>(
    (inner, key, index) => ({ [key]: index === path.length - 1 ? value : inner }),
    {},
  );

/** Two documents in one; where both say something, the second wins. */
export function merged(
  first: Readonly<Record<string, unknown>>,
  second: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const old = result[key];
    result[key] = isMap(old) && isMap(value) ? merged(old, value) : value;
  }
  return result;
}

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
