import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { StateResponse } from '../../../../src/shared/manage-api.ts';
import type { PromptView, ViewState } from '../../../../src/shared/view-state.ts';
import { registerSecret } from '../../../support/log-recorder.ts';
import { type ServiceUnderTest, startServiceUnderTest } from '../../../support/running-service.ts';
import { alice, bob, exampleWorld, roles } from '../../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../../support/sts-simulator/server.ts';
import type { WorldDescription } from '../../../support/sts-simulator/world.ts';
import { begin, type Exchange, type RawAnswer, type RawRequest, send } from './raw-request.ts';

/** Alice with and without roles, and bob, who needs no codes. Plain `default` is selected. */
export const aliceAndBob = `
[aws]
access_key = ${alice.accessKeyId}
secret_key = ${alice.secretAccessKey}

[profile:admin]
role_arn = ${roles.administrator}

[profile:deploy]
role_arn = ${roles.production}

[profile:bob]
access_key = ${bob.accessKeyId}
secret_key = ${bob.secretAccessKey}
mfa_enabled = no
`;

/** The same, with a profile other than `default` selected. */
export const withActive = (profile: string, configuration = aliceAndBob): string =>
  `${configuration}\n[metadata]\nprofile = ${profile}\n`;

/** The same, with alice's MFA secret, so that codes are made silently. */
export const withStoredSecret = (configuration = aliceAndBob): string =>
  configuration.replace('[aws]', `[aws]\nmfa_secret = ${alice.mfaSecret}`);

export const LOCAL_CREDENTIALS = '/latest/meta-data/iam/security-credentials/local-credentials';

export interface WorldOptions {
  readonly name: string;
  readonly configuration?: string;
  readonly world?: WorldDescription;
  readonly clockOffsetMs?: number;
  readonly arguments?: readonly string[];
}

/** A running service with its own simulator of AWS, so that no test meets codes that another one used. */
export interface ServiceWorld {
  readonly service: ServiceUnderTest;
  readonly simulator: StsSimulator;
  begin(path: string, request?: Omit<RawRequest, 'path'>): Exchange;
  send(path: string, request?: Omit<RawRequest, 'path'>): Promise<RawAnswer>;
  /** With the bearer token; a body is sent as JSON. */
  manage(method: string, path: string, body?: unknown): Promise<RawAnswer>;
  /** What the MFA device of alice (or another one) shows now. */
  code(serialNumber?: string): string;
  state(): Promise<ViewState>;
  /** Resolves with the first published state, the present one included, that fits. */
  stateWhere(fits: (state: ViewState) => boolean): Promise<ViewState>;
  /** The prompt that is open, or the next one. */
  prompt(): Promise<PromptView>;
  stop(): Promise<void>;
}

/** Starts service and simulator; the caller stops them. */
export async function startWorld(options: WorldOptions): Promise<ServiceWorld> {
  const { name, configuration = aliceAndBob, world = exampleWorld() } = options;
  const simulator = await startStsSimulator({ world, clockOffsetMs: options.clockOffsetMs ?? 0 });
  const service = await startServiceUnderTest({
    name,
    configuration,
    simulatorUrl: simulator.url,
    arguments: options.arguments ?? [],
  });
  const authorization = { Authorization: `Bearer ${service.bearerToken}` };

  const stateWhere = async (fits: (state: ViewState) => boolean): Promise<ViewState> => {
    const answer = await fetch(`${service.url}/manage/events`, { headers: authorization });
    for await (const event of eventsOf(answer)) {
      const state = StateResponse.parse(JSON.parse(event.data));
      if (fits(state)) return state;
    }
    throw new Error('The stream of events ended.');
  };

  return {
    service,
    simulator,
    begin: (path, request = {}) => begin(service.url, { ...request, path }),
    send: async (path, request = {}) => withoutSecrets(await send(service.url, { ...request, path })),
    manage: async (method, path, body) =>
      withoutSecrets(
        await send(service.url, {
          method,
          path: `/manage${path}`,
          headers: {
            ...authorization,
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
    code(serialNumber = alice.serialNumber) {
      const code = simulator.codeFor(serialNumber);
      registerSecret(code);
      return code;
    },
    state: async () => {
      const answer = await send(service.url, { path: '/manage/state', headers: authorization });
      return StateResponse.parse(answer.json());
    },
    stateWhere,
    prompt: async () => {
      const { prompts } = await stateWhere((state) => state.prompts.length > 0);
      const [first] = prompts;
      if (first === undefined) throw new Error('There is no prompt.');
      return first;
    },
    async stop() {
      await service.stop();
      await simulator.close();
    },
  };
}

/** Service and simulator for one test, stopped at its end. */
export async function worldOfTest(options: WorldOptions): Promise<ServiceWorld> {
  const started = await startWorld(options);
  onTestFinished(() => started.stop());
  return started;
}

const secretFields = ['SecretAccessKey', 'Token', 'secretKey', 'sessionToken'];

/** Remembers the secrets in an answer, for the search through the logs. */
function withoutSecrets(answer: RawAnswer): RawAnswer {
  for (const field of secretFields) {
    for (const [, secret] of answer.body.matchAll(new RegExp(`"${field}"\\s*:\\s*"([^"]{6,})"`, 'g'))) {
      if (secret !== undefined) registerSecret(secret);
    }
  }
  return answer;
}

export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** The events of an answer; leaving the loop ends the connection. */
export async function* eventsOf(answer: Response): AsyncGenerator<ServerSentEvent> {
  if (answer.body === null) return;
  let text = '';
  for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const lines of events) {
      const field = (name: string) => lines.match(new RegExp(`^${name}: ?(.*)$`, 'm'))?.[1] ?? '';
      yield { event: field('event'), data: field('data') };
    }
  }
}

/** What `iam/security-credentials/ROLE` holds when all is well. */
const RoleDocument = z.strictObject({
  Code: z.literal('Success'),
  LastUpdated: z.string(),
  Type: z.string(),
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  Token: z.string(),
  Expiration: z.string(),
  AccountId: z.string().optional(),
});
export type RoleDocument = z.infer<typeof RoleDocument>;

/** Reads a successful role document, and remembers its secrets. */
export function roleDocument(answer: RawAnswer): RoleDocument {
  return RoleDocument.parse(withoutSecrets(answer).json());
}

const FailureDocument = z.strictObject({ Code: z.string(), Message: z.string(), LastUpdated: z.string() });
export const failureDocument = (answer: RawAnswer): z.infer<typeof FailureDocument> =>
  FailureDocument.parse(answer.json());

const ErrorBody = z.strictObject({
  error: z.strictObject({ kind: z.string(), message: z.string(), nextCodeAt: z.number().optional() }),
});
/** The `error` of a refusal of the manage API. */
export const errorOf = (answer: RawAnswer): z.infer<typeof ErrorBody>['error'] =>
  ErrorBody.parse(answer.json()).error;
