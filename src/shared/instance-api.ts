/**
 * Bodies of the manage API below `/manage/instance`: the machine that Metafob pretends to be, and the events
 * that it is told of.
 */
import { z } from 'zod';
import {
  lifecycleStates,
  maintenanceCodes,
  maintenanceStates,
  spotActions,
} from './instance-event-values.ts';

const NOT_A_TIME = 'must be a time such as 2026-01-05T09:00:00Z, in the years 1970 to 9999';

/** ms since the epoch; in requests also text such as `2026-01-05T09:00:00Z`. */
const Time = z
  .union([z.int(), z.iso.datetime({ offset: true, error: NOT_A_TIME }).transform((text) => Date.parse(text))])
  .refine((time) => time >= 0 && time < Date.UTC(10_000, 0), { error: NOT_A_TIME });

export const eventKinds = [
  'spot-interruption',
  'rebalance-recommendation',
  'scheduled-maintenance',
  'target-lifecycle-state',
] as const;
export const EventKind = z.enum(eventKinds);
export type EventKind = z.infer<typeof EventKind>;

const SpotAction = z.enum(spotActions);
const MaintenanceCode = z.enum(maintenanceCodes);
const MaintenanceState = z.enum(maintenanceStates);
const LifecycleState = z.enum(lifecycleStates);

/** From when on the event is told: at once unless one of the two is given. */
const start = {
  at: Time.optional(),
  /** A number, or its digits in a form. */
  afterSeconds: z.coerce
    .number({ error: 'must be a number of seconds' })
    .min(0, { error: 'must not be negative' })
    .max(31_536_000, { error: 'must not be more than a year' })
    .optional(),
};

/** `POST /manage/instance/events`, as JSON or form. */
export const EventRequest = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('spot-interruption'),
      action: SpotAction.default('terminate'),
      /** When the interruption happens; two minutes after it is told unless it is given. */
      time: Time.optional(),
      ...start,
    }),
    z.strictObject({
      kind: z.literal('rebalance-recommendation'),
      noticeTime: Time.optional(),
      ...start,
    }),
    z.strictObject({
      kind: z.literal('scheduled-maintenance'),
      code: MaintenanceCode.default('system-reboot'),
      state: MaintenanceState.default('active'),
      notBefore: Time.optional(),
      notAfter: Time.optional(),
      notBeforeDeadline: Time.optional(),
      ...start,
    }),
    z.strictObject({ kind: z.literal('target-lifecycle-state'), state: LifecycleState, ...start }),
  ])
  .refine(({ at, afterSeconds }) => at === undefined || afterSeconds === undefined, {
    path: ['afterSeconds'],
    error: 'must not be given together with at',
  });
export type EventRequest = z.infer<typeof EventRequest>;
/** As a client writes it, where whatever has a default may be missing. */
export type EventWish = z.input<typeof EventRequest>;

export const EventBody = z.object({
  id: z.string(),
  kind: EventKind,
  /** The action, code or state of the event; `recommended` for a rebalance recommendation. */
  detail: z.string(),
  /** From when on it is told; ms since the epoch. */
  activeFrom: z.number(),
  active: z.boolean(),
});
export type EventBody = z.infer<typeof EventBody>;

/** `GET /manage/instance/events`, in the order in which they were scheduled. */
export const EventsResponse = z.object({ events: z.array(EventBody) });
export type EventsResponse = z.infer<typeof EventsResponse>;

/** `DELETE /manage/instance/events` and `DELETE /manage/instance/events/KIND` */
export const EventsCleared = z.object({ cleared: z.number() });
export type EventsCleared = z.infer<typeof EventsCleared>;

/** Something that is wrong with the override document. `line` counts from 1. */
export const OverrideProblem = z.object({
  line: z.number(),
  key: z.string().optional(),
  message: z.string(),
});
export type OverrideProblem = z.infer<typeof OverrideProblem>;

export const InstanceValue = z.object({
  /** As in the override document, such as `network.local-ipv4`. */
  key: z.string(),
  value: z.string(),
  /** `profile`: that of the active profile. */
  source: z.enum(['generated', 'set', 'profile']),
});
export type InstanceValue = z.infer<typeof InstanceValue>;

/** `GET /manage/instance` */
export const InstanceResponse = z.object({
  values: z.array(InstanceValue),
  overrides: z.object({
    file: z.string(),
    exists: z.boolean(),
    /** While there are any, the last good document stays in use. */
    problems: z.array(OverrideProblem),
    /** Sentences. */
    warnings: z.array(z.string()),
  }),
  events: z.array(EventBody),
});
export type InstanceResponse = z.infer<typeof InstanceResponse>;

/** `GET` and `PUT /manage/instance/overrides`: the document as text; empty where there is none. */
export const OverridesBody = z.strictObject({ text: z.string().max(256 * 1024) });
export type OverridesBody = z.infer<typeof OverridesBody>;

/** `PATCH /manage/instance/overrides`: sets one key, or without a value goes back to the generated one. */
export const OverrideChange = z.strictObject({
  key: z.string().min(1).max(1024),
  value: z
    .string()
    .max(32 * 1024)
    .optional(),
});
export type OverrideChange = z.infer<typeof OverrideChange>;

/** What a change of the document was answered; nothing is written when there are problems. */
export const OverridesWritten = z.object({ problems: z.array(OverrideProblem) });
export type OverridesWritten = z.infer<typeof OverridesWritten>;

/** `GET /manage/instance/certificate` */
export const CertificateResponse = z.object({ certificate: z.string() });
export type CertificateResponse = z.infer<typeof CertificateResponse>;
