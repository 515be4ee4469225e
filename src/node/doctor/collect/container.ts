import { readFile } from 'node:fs/promises';
import { ANSWER_TIMEOUT_MS, type Ask, whoAnswers } from '../../host/who-answers.ts';
import { originOf } from '../facts.ts';
import type { ContainerFacts } from '../surroundings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the ECS agent answers, which a relative address is completed with. */
const ECS_ORIGIN = 'http://169.254.170.2';

/** What becomes of container credentials. The token is sent only to what seems to be Metafob. */
export async function askContainer(ask: Ask, environment: Environment): Promise<ContainerFacts | undefined> {
  const relative = environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  const full = environment.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  // botocore and the JavaScript SDK look at the relative one first.
  if (relative) {
    const variable = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
    return { variable, answer: (await whoAnswers(ask, ECS_ORIGIN)).kind === 'nobody' ? 'nobody' : 'other' };
  }
  if (!full) return undefined;
  const variable = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
  return { variable, answer: await answerOf(ask, full, environment) };
}

async function answerOf(ask: Ask, url: string, environment: Environment): Promise<ContainerFacts['answer']> {
  const origin = originOf(url);
  const answerer = origin === undefined ? 'nobody' : (await whoAnswers(ask, origin)).kind;
  // The endpoint of “metafob exec” without a service has no health to ask for.
  const mayBeOurs = answerer === 'metafob' || Boolean(environment.METAFOB_PROFILE);
  if (answerer === 'nobody' || !mayBeOurs) return answerer === 'nobody' ? 'nobody' : 'other';
  const token = await tokenFrom(environment);
  if (token === undefined) return 'token-unreadable';
  // HEAD makes no session, and so asks nobody for a code.
  const { status } = await ask({
    method: 'HEAD',
    url,
    headers: token === '' ? {} : { authorization: token },
    timeoutMs: ANSWER_TIMEOUT_MS,
  }).catch(() => ({ status: 0 }));
  return status === 200 ? 'accepted' : 'refused';
}

/** Empty where none is configured. */
async function tokenFrom(environment: Environment): Promise<string | undefined> {
  const file = environment.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  if (!file) return environment.AWS_CONTAINER_AUTHORIZATION_TOKEN ?? '';
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    return undefined;
  }
}
