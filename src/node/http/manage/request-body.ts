import type { Context } from 'hono';
import type { z } from 'zod';
import { failed, type Result, success } from '../../../core/result.ts';

/**
 * Reads a JSON or form body. Without a known content type the first character decides, as `curl -d` is used
 * both ways. The failure is a sentence that says what is wrong, without the values.
 */
export async function readBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<Result<z.infer<Schema>, string>> {
  const raw = parseText(context.req.header('content-type') ?? '', await context.req.text());
  if (!raw.ok) return raw;
  const parsed = schema.safeParse(raw.value);
  if (parsed.success) return success(parsed.data);
  const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  return failed(`The request body does not fit. ${fields.join('; ')}.`);
}

function parseText(contentType: string, text: string): Result<unknown, string> {
  const isJson = /json/i.test(contentType) || (!/urlencoded/i.test(contentType) && text.startsWith('{'));
  if (!isJson) return success(Object.fromEntries(new URLSearchParams(text)));
  if (text.trim() === '') return success({});
  try {
    return success(JSON.parse(text));
  } catch {
    return failed('The request body is not valid JSON.');
  }
}
