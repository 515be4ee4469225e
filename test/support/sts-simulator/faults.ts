import { z } from 'zod';

const common = {
  /** Such as `AssumeRole`; every action when absent. */
  action: z.string().optional(),
  /** How many requests it hits before it is gone; without a limit when absent. */
  times: z.int().positive().optional(),
};

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delay'), milliseconds: z.int().nonnegative(), ...common }),
  /** No answer until the faults are cleared or replaced; then the request goes on as if nothing was. */
  z.strictObject({ kind: z.literal('hang'), ...common }),
  /** With `afterProcessing`, AWS has done its work (and used up the code), but the answer is lost. */
  z.strictObject({
    kind: z.literal('connection-reset'),
    afterProcessing: z.boolean().optional(),
    ...common,
  }),
  z.strictObject({ kind: z.literal('internal-failure'), ...common }),
  z.strictObject({ kind: z.literal('throttling'), ...common }),
  z.strictObject({ kind: z.literal('access-denied'), ...common }),
  /** The key no longer exists, long-term or temporary. */
  z.strictObject({ kind: z.literal('invalid-key'), accessKeyId: z.string(), ...common }),
  /** Issued credentials live this long, whatever was asked for; may be below AWS's minimum. */
  z.strictObject({ kind: z.literal('lifetime'), seconds: z.int().positive(), ...common }),
  /** New access keys are unknown to AWS for this long. Hits only CreateAccessKey. */
  z.strictObject({ kind: z.literal('new-key-unknown'), seconds: z.int().positive(), ...common }),
]);

const faultList = z.array(fault);

export type Fault = z.infer<typeof fault>;

/** Checks faults that came from outside. Throws an error that names each wrong field. */
export const parseFaults = (input: unknown): Fault[] => {
  const parsed = faultList.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(`Not a list of faults:\n${z.prettifyError(parsed.error)}`);
};

export interface FaultedCall {
  readonly action: string;
  readonly accessKeyId: string | undefined;
}

export interface FaultPlan {
  set(faults: readonly Fault[]): void;
  /** The faults that hit this call, each counted once. */
  take(call: FaultedCall): readonly Fault[];
  /** Aborted when the faults that are in force now are replaced. */
  released(): AbortSignal;
}

const issuesCredentials = (action: string): boolean =>
  ['AssumeRole', 'GetFederationToken', 'GetSessionToken'].includes(action);

const hits = (candidate: Fault, { action, accessKeyId }: FaultedCall): boolean => {
  if (candidate.action !== undefined && candidate.action !== action) return false;
  if (candidate.kind === 'invalid-key') return candidate.accessKeyId === accessKeyId;
  if (candidate.kind === 'lifetime') return issuesCredentials(action);
  if (candidate.kind === 'new-key-unknown') return action === 'CreateAccessKey';
  return true;
};

export const createFaultPlan = (): FaultPlan => {
  let pending: readonly { readonly fault: Fault; readonly left: number }[] = [];
  let release = new AbortController();
  return {
    set: (faults) => {
      pending = faults.map((item) => ({ fault: item, left: item.times ?? Infinity }));
      release.abort();
      release = new AbortController();
    },
    take: (call) => {
      const taken = pending.filter((item) => hits(item.fault, call));
      pending = pending
        .map((item) => (taken.includes(item) ? { ...item, left: item.left - 1 } : item))
        .filter((item) => item.left > 0);
      return taken.map((item) => item.fault);
    },
    released: () => release.signal,
  };
};

export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** The first of the faults with this kind. */
export const faultOf = <Kind extends Fault['kind']>(
  faults: readonly Fault[],
  kind: Kind,
): FaultOf<Kind> | undefined =>
  faults.find((candidate): candidate is FaultOf<Kind> => candidate.kind === kind);
