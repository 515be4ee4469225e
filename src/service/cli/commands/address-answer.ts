import { ipv4Address } from '../../../node/host/addresses/wanted-address.ts';
import { HealthResponse } from '../../../shared/manage-api.ts';
import { sendRequest } from '../http-request.ts';

/** Who answers at the metadata address right now. */
export type Answer =
  | { readonly kind: 'nobody'; readonly sentence: string }
  | {
      readonly kind: 'metafob';
      readonly sentence: string;
      readonly version: string;
      readonly processId: number;
    }
  | { readonly kind: 'somebody-else'; readonly sentence: string };

/** Clients give up after one second as well. */
const TIMEOUT_MS = 1_000;

/** Asks for Metafob's health, a path that no real metadata service has. Never rejects. */
export async function whoAnswers(url = `http://${ipv4Address}`): Promise<Answer> {
  try {
    const answer = await sendRequest({
      method: 'GET',
      url: `${url}/manage/health`,
      headers: {},
      timeoutMs: TIMEOUT_MS,
    });
    return recognise(answer.body, answer.status);
  } catch {
    return { kind: 'nobody', sentence: `Nobody answers at ${url}.` };
  }
}

function recognise(body: string, status: number): Answer {
  const health = HealthResponse.safeParse(parsed(body));
  if (health.success) {
    const { version, processId } = health.data;
    const sentence = `Metafob answers (version ${version}, process ${processId}).`;
    return { kind: 'metafob', sentence, version, processId };
  }
  return {
    kind: 'somebody-else',
    sentence: `Something that is not Metafob answers at ${ipv4Address} port 80 (status ${status}), perhaps the metadata service of a cloud.`,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
