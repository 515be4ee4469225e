/**
 * The configuration of amazon-ec2-metadata-mock, as its documentation shows it (docs/configuration.md there).
 * Its values are free text; it checks none of them either.
 */
import * as z from 'zod/mini';
import {
  lifecycleStates,
  maintenanceCodes,
  maintenanceStates,
  spotActions,
} from '../../shared/instance-event-values.ts';
import { aemmValueKeys } from './aemm-values.ts';

const Text = z.string({ error: 'must be text; put a number in quotes' });
const section = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.optional(z.strictObject(shape));
const oneOf = <const Names extends readonly string[]>(names: Names) =>
  z.optional(z.enum(names, { error: `must be one of ${names.join(', ')}` }));

/** ms since the epoch; an empty text is nothing, as its own saved configurations have it. */
const Time = z.optional(
  z.pipe(
    Text.check(
      z.refine((text) => text === '' || (/^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text))), {
        error: 'must be a time such as 2026-01-07T01:03:47Z',
      }),
    ),
    z.transform((text: string) => (text === '' ? undefined : Date.parse(text))),
  ),
);

const Seconds = z.optional(
  z.union([z.int().check(z.nonnegative()), z.pipe(z.string().check(z.regex(/^\d+$/)), z.transform(Number))], {
    error: 'must be a whole number of seconds',
  }),
);

const YesNo = z.optional(
  z.union([z.boolean(), z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })], {
    error: 'must be true or false',
  }),
);

const Anything = z.optional(z.unknown());
const valueShape = Object.fromEntries(aemmValueKeys.map((key) => [key, z.optional(Text)]));

export const AemmDocument = z.strictObject({
  metadata: section({
    paths: Anything,
    values: z.optional(
      z.strictObject({
        ...valueShape,
        'tags-instance': z.optional(z.record(z.string(), Text)),
        'elastic-inference-accelerator': Anything,
        'iam-info': Anything,
        'iam-security-credentials': Anything,
        'iam-security-credentials-role': Anything,
        'event-id': z.optional(Text),
      }),
    ),
  }),
  dynamic: section({
    paths: Anything,
    values: section({
      'instance-identity-document': z.optional(
        z.record(z.string(), z.nullable(z.union([Text, z.array(Text)]))),
      ),
      'instance-identity-pkcs': z.optional(Text),
      'instance-identity-signature': z.optional(Text),
      'fws-instance-monitoring': z.optional(Text),
    }),
  }),
  userdata: section({ paths: Anything, values: section({ userdata: z.optional(Text) }) }),
  spot: section({ action: oneOf(spotActions), time: Time, 'rebalance-rec-time': Time }),
  events: section({
    code: oneOf(maintenanceCodes),
    state: oneOf(maintenanceStates),
    'not-before': Time,
    'not-after': Time,
    'not-before-deadline': Time,
  }),
  asg: section({ 'target-lifecycle-state': oneOf(lifecycleStates) }),
  autoscaling: section({ 'target-lifecycle-state': oneOf(lifecycleStates) }),
  imdsv2: YesNo,
  'mock-delay-sec': Seconds,
  'mock-trigger-time': Time,
  'rebalance-delay-sec': Seconds,
  'rebalance-trigger-time': Time,
  'mock-ip-count': Anything,
  server: Anything,
  'config-file': Anything,
  'save-config-to-file': Anything,
});
export type AemmDocument = z.infer<typeof AemmDocument>;

const valuesShape = AemmDocument.shape.metadata.def.innerType.shape.values.def.innerType.shape;

/** Keys at the top of the document, which tell it from Metafob's own. */
export const aemmSections: readonly string[] = Object.keys(AemmDocument.shape);

export const aemmKeys: readonly string[] = [...aemmSections, ...Object.keys(valuesShape)];
