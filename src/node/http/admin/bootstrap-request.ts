import * as z from 'zod/mini';
import { failed, type Result, success } from '../../../core/result.ts';
import { CREDENTIAL_TEXT } from '../../base-credentials/credential-text.ts';
import type { BaseCredentials } from '../../base-credentials/sources.ts';

/** What was posted: credentials and, where the sender knows the secret, their signature. */
export interface BootstrapRequest {
  readonly credentials: BaseCredentials;
  readonly signature?: string;
}

/** A text that must be there; the messages complete the sentence "FIELD …" and never repeat the value. */
const text = (pattern: RegExp, kind: string) =>
  z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be a text') })
    .check(z.regex(pattern, { error: `must be ${kind}` }));

/** Field names and shape as in the README of mmds. A token that is `null` or empty counts as none. */
const Body = z.object(
  {
    AccessKeyId: text(/^\w{16,128}$/, 'an access key id: 16 to 128 letters and digits'),
    SecretAccessKey: text(CREDENTIAL_TEXT, 'a secret access key, without spaces'),
    Token: z.nullish(text(/^[!-~]*$/, 'a session token, without spaces')),
    Signature: z.nullish(text(/^[0-9A-Fa-f]*$/, 'in hexadecimal digits')),
  },
  { error: 'must be a JSON object' },
);

/** Reads the JSON body of a bootstrap request. The failure is a sentence that names the field. */
export function parseBootstrapRequest(body: string): Result<BootstrapRequest, string> {
  const json = parseJson(body);
  if (!json.ok) return json;
  const parsed = Body.safeParse(json.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'} ${message}`);
    return failed(`The request body does not fit: ${problems.join('; ')}.`);
  }
  const { AccessKeyId, SecretAccessKey, Token, Signature } = parsed.data;
  return success({
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(Token ? { sessionToken: Token } : {}),
    },
    ...(Signature ? { signature: Signature } : {}),
  });
}

function parseJson(text: string): Result<unknown, string> {
  try {
    return success(JSON.parse(text));
  } catch {
    // The message of JSON.parse quotes the text, which holds keys.
    return failed('The request body is not valid JSON.');
  }
}
