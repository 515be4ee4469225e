/** One request to STS or IAM, without secrets and codes. */
export interface Call {
  readonly action: string;
  readonly accessKeyId: string | undefined;
  /** When it arrived, in the server's time (ms since the epoch). */
  readonly at: number;
  readonly roleArn?: string;
  readonly hadTokenCode: boolean;
  /** `pending`, `ok`, `connection-reset`, `abandoned` (the client left first), or AWS's error code. */
  readonly outcome: string;
}

export interface CallLog {
  /** Notes a call as pending; the function it returns sets the outcome. */
  begin(call: Omit<Call, 'outcome'>): (outcome: string) => void;
  list(action?: string): readonly Call[];
  clear(): void;
}

export const createCallLog = (): CallLog => {
  const calls = new Map<symbol, Call>();
  return {
    begin: (call) => {
      const key = Symbol(call.action);
      calls.set(key, { ...call, outcome: 'pending' });
      return (outcome) => {
        // After a reset the call is none of the log's business any more.
        if (calls.has(key)) calls.set(key, { ...call, outcome });
      };
    },
    list: (action) => [...calls.values()].filter((call) => action === undefined || call.action === action),
    clear: () => calls.clear(),
  };
};
