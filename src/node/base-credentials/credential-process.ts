import { execFile } from 'node:child_process';
import * as z from 'zod/mini';
import { failed, type Result, success } from '../../core/result.ts';
import { type Failure, failure } from '../../core/sessions/failure.ts';
import { splitCommand } from '../config/aws/shell-words.ts';
import { systemErrorSentence } from '../config/system-error.ts';
import { CREDENTIAL_TEXT } from './credential-text.ts';
import { INSIDE_SERVICE } from './inside-service.ts';
import type { BaseCredentials } from './sources.ts';

export interface CredentialProcessOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;
const MAXIMUM_OUTPUT_BYTES = 1024 * 1024;

const text = z.string().check(z.regex(CREDENTIAL_TEXT));

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
const Output = z.object({
  Version: z.literal(1),
  AccessKeyId: text,
  SecretAccessKey: text,
  SessionToken: z.optional(z.nullable(z.union([z.literal(''), text]))),
  Expiration: z.optional(z.nullable(z.string().check(z.refine((date) => !Number.isNaN(Date.parse(date)))))),
});

/**
 * Runs a `credential_process` as the AWS CLI does: without a shell, in the environment of the service. Nothing
 * of what it prints gets into an error or a log, for it may hold secrets.
 */
export async function runCredentialProcess(
  command: string,
  { environment = process.env, timeoutMs = TIMEOUT_MS }: CredentialProcessOptions = {},
): Promise<Result<BaseCredentials, Failure>> {
  const [program, ...programArguments] = splitCommand(command) ?? [];
  if (!program)
    return gaveNone('credential_process is no command line: it is empty, or a quote is not closed');
  const output = await run(program, programArguments, environment, timeoutMs);
  return output.ok ? parseOutput(program, output.value) : gaveNone(output.failure);
}

const gaveNone = (detail: string): Result<never, Failure> => failed(failure('source-failed', detail));

const run = (
  program: string,
  programArguments: readonly string[],
  environment: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<Result<string, string>> =>
  new Promise((resolve) => {
    const options = {
      env: { ...environment, [INSIDE_SERVICE]: '1' },
      timeout: timeoutMs,
      killSignal: 'SIGKILL' as const,
      maxBuffer: MAXIMUM_OUTPUT_BYTES,
      windowsHide: true,
    };
    const child = execFile(program, programArguments, options, (error, output) => {
      resolve(error === null ? success(output) : failed(`${program} ${reasonOf(error, timeoutMs)}`));
    });
    // Whoever asks a question here must not wait for an answer that nobody can give.
    child.stdin?.end();
  });

const reasonOf = (error: Error & { code?: unknown; killed?: boolean }, timeoutMs: number): string => {
  if (typeof error.code === 'number') {
    return `ended with exit code ${error.code}; run the credential_process in a terminal to see what it says`;
  }
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'printed far more than credentials';
  if (error.killed === true) return `did not end within ${timeoutMs / 1000} seconds`;
  return error.code === undefined || error.code === null
    ? 'was killed'
    : `cannot be run: ${systemErrorSentence(error)}`;
};

const parseOutput = (program: string, output: string): Result<BaseCredentials, Failure> => {
  const parsed = Output.safeParse(asJson(output));
  if (!parsed.success) {
    const [field] = parsed.error.issues.flatMap(({ path }) => path);
    const what =
      field === undefined ? 'no JSON object' : `JSON in which ${String(field)} is missing or wrong`;
    return gaveNone(`${program} printed ${what}; see “credential_process” in the AWS documentation`);
  }
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = parsed.data;
  return success({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken && { sessionToken: SessionToken }),
    ...(Expiration && { expiresAt: Date.parse(Expiration) }),
  });
};

const asJson = (output: string): unknown => {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
};
