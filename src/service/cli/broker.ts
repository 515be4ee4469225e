import type { Engine } from '../../core/engine.ts';
import { describeFailure } from '../../core/sessions/failure.ts';
import type { AccessResponse } from '../../shared/manage-api.ts';
import { shellWord } from '../../shared/shell-word.ts';
import type { Service } from '../service.ts';
import { startTerminalPrompt } from '../terminal-prompt.ts';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import type { CommandContext } from './command-context.ts';
import { requireProfile } from './connect.ts';
import { findService } from './find-service.ts';
import { createManageClient, type ManageClient } from './manage-client.ts';
import type { PrivateEndpoint } from './private-endpoint.ts';
import { createRemotePrompts } from './remote-prompts.ts';
import { openTerminal } from './terminal/controlling-terminal.ts';

/** Temporary credentials of a profile, and what a program needs to use them. */
export interface BrokeredCredentials {
  readonly profile: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** ms since the epoch, in AWS's time */
  readonly expiresAt: number;
  /** 12 digits, where it is known */
  readonly accountId?: string;
  readonly region: string;
  readonly roleArn?: string;
}

/** Gets credentials for commands: from the running service of this user, or from an engine of its own. */
export interface CredentialsBroker {
  /**
   * Waits as long as a person needs to give a code.
   *
   * @param profile the active one (without a running service: the configured one) when undefined
   * @throws CliError
   */
  credentials(profile: string | undefined): Promise<BrokeredCredentials>;
  /** A container endpoint for the profile, which answers until the broker is closed. */
  access(of: Pick<BrokeredCredentials, 'profile' | 'region'>): Promise<ContainerAccess>;
  close(): Promise<void>;
}

export type ContainerAccess = Omit<AccessResponse, 'metadataUrl'>;

export interface BrokerOptions {
  /** Configuration file for an engine of its own; the usual places unless given. */
  readonly config?: string;
}

export async function openBroker(
  context: CommandContext,
  options: BrokerOptions = {},
): Promise<CredentialsBroker> {
  const client = await runningClient(context);
  if (client !== undefined) return remoteBroker(context.io, client);
  const { createLocalService } = await import('./local-engine.ts');
  return localBroker(context.io, await createLocalService(context.io, options.config));
}

/**
 * A client for the running service; undefined when this user runs none. Whoever names a service by `--url` or
 * METAFOB_URL means that one and no other.
 *
 * @throws CliError when the named service does not answer
 */
export async function runningClient({ io, url }: CommandContext): Promise<ManageClient | undefined> {
  const isNamed = url !== undefined || !!io.environment.METAFOB_URL;
  const address = await findService(io, url);
  if (address.token === undefined && !isNamed) return undefined;
  const client = createManageClient(address);
  try {
    await client.health();
    return client;
  } catch (error) {
    // A file that is left over, and another process has the number now.
    if (!isNamed && error instanceof CliError && error.kind === 'not-running') return undefined;
    throw error;
  }
}

function remoteBroker(io: CliIo, client: ManageClient): CredentialsBroker {
  return {
    async credentials(wanted) {
      const leave = new AbortController();
      const view = await client.state();
      const { name } = requireProfile(view, wanted ?? view.activeProfile);
      const prompts = createRemotePrompts(client, name, io.now);
      const question = await askInTerminal(io, prompts);
      const following = question === undefined ? undefined : prompts.follow();
      try {
        const request = client.credentials(name, leave.signal);
        const { expiration, accountId, roleArn, ...credentials } = await orInterrupted(request, question);
        return { ...credentials, expiresAt: Date.parse(expiration), ...whereKnown({ accountId, roleArn }) };
      } finally {
        leave.abort();
        prompts.stop();
        await following;
        question?.close();
      }
    },
    access: ({ profile }) => client.access(profile),
    close: async () => {},
  };
}

function localBroker(io: CliIo, { engine, stop }: Service): CredentialsBroker {
  const endpoints: PrivateEndpoint[] = [];
  return {
    credentials: (profile) => localCredentials(io, engine, profile),
    async access(of) {
      const { openPrivateEndpoint } = await import('./private-endpoint.ts');
      const endpoint = await openPrivateEndpoint(engine, of);
      endpoints.push(endpoint);
      // The terminal belongs to the program from now on.
      refuseToWait(engine);
      return endpoint.access;
    },
    async close() {
      await stop();
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    },
  };
}

async function localCredentials(
  io: CliIo,
  engine: Engine,
  wanted: string | undefined,
): Promise<BrokeredCredentials> {
  const { name, region } = requireProfile(engine.view(), wanted ?? engine.activeProfile());
  const question = await askInTerminal(io, engine);
  const unsubscribe = question === undefined ? refuseToWait(engine) : () => {};
  try {
    const outcome = await orInterrupted(engine.requestCredentials(name), question);
    if (!outcome.ok) {
      if (question === undefined && outcome.failure.kind === 'cancelled') throw nobodyToAsk(name);
      throw new CliError(outcome.failure.kind, describeFailure(outcome.failure), outcome.failure.nextCodeAt);
    }
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = outcome.value;
    const { accountId, roleArn } = requireProfile(engine.view(), name);
    return {
      ...{ profile: name, accessKeyId, secretAccessKey, sessionToken, expiresAt, region },
      ...whereKnown({ accountId, roleArn }),
    };
  } finally {
    unsubscribe();
    question?.close();
  }
}

interface Known {
  readonly accountId: string | undefined;
  readonly roleArn: string | undefined;
}

const whereKnown = ({ accountId, roleArn }: Known): Pick<BrokeredCredentials, 'accountId' | 'roleArn'> => ({
  ...(accountId === undefined ? {} : { accountId }),
  ...(roleArn === undefined ? {} : { roleArn }),
});

/** Without a service and without a terminal nobody could ever answer. */
function refuseToWait(engine: Engine): () => void {
  return engine.subscribe(({ prompts }) => {
    for (const { id } of prompts) engine.cancelPrompt(id);
  });
}

const nobodyToAsk = (profile: string): CliError =>
  new CliError(
    'code-needed',
    `Profile ${profile} needs a code from the MFA device, and there is nobody to ask: no service is running, and no terminal. Start one with “metafob serve” or the desktop app, or run “metafob login ${shellWord(profile)}” there first.`,
  );

interface Question {
  /** Rejects when the person presses Ctrl-C. */
  readonly interrupted: Promise<never>;
  close(): void;
}

/** Asks for codes in the terminal from now on; undefined when there is none. */
async function askInTerminal(
  io: CliIo,
  engine: Parameters<typeof startTerminalPrompt>[0]['engine'],
): Promise<Question | undefined> {
  const terminal = await openTerminal(io);
  if (terminal === undefined) return undefined;
  let interrupt = (): void => {};
  const interrupted = new Promise<never>((_resolve, reject) => {
    interrupt = () => reject(new CliError('interrupted', 'Interrupted.'));
  });
  // It counts only while somebody waits.
  interrupted.catch(() => {});
  const stop = startTerminalPrompt({ engine, ...terminal, onInterrupt: interrupt });
  return {
    interrupted,
    close() {
      stop();
      terminal.close();
    },
  };
}

const orInterrupted = <Value>(work: Promise<Value>, question: Question | undefined): Promise<Value> =>
  question === undefined ? work : Promise.race([work, question.interrupted]);
