import type { Engine } from '../../../core/engine.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import { type Credentials, toTimestamp } from '../../../core/sessions/credentials.ts';
import type { ProfileBody, SessionBody, SessionResponse } from '../../../shared/manage-api.ts';

const sessionBody = (credentials: Credentials): SessionBody => ({
  accessKey: credentials.accessKeyId,
  secretKey: credentials.secretAccessKey,
  sessionToken: credentials.sessionToken,
  expiration: toTimestamp(credentials.expiresAt),
});

const profileBody = ({ name, identity, region, tokenDurationSeconds, roleArn }: Profile): ProfileBody => ({
  name,
  accessKey: identity.kind === 'access-key' ? identity.accessKeyId : '',
  region,
  ...(tokenDurationSeconds === undefined ? {} : { tokenDuration: tokenDurationSeconds }),
  ...(roleArn === undefined ? {} : { roleArn }),
});

const sessionOf = (engine: Engine, profile: string): { session?: SessionBody } => {
  const credentials = engine.heldCredentials(profile);
  return credentials === undefined ? {} : { session: sessionBody(credentials) };
};

/** A profile as `GET /manage/profiles` shows it, with its session where there is one. */
export const profileWithSession = (engine: Engine, profile: Profile): ProfileBody => ({
  ...profileBody(profile),
  ...sessionOf(engine, profile.name),
});

/** What `GET` and `POST /manage/session` answer. */
export const sessionResponse = (engine: Engine, profile: Profile): SessionResponse => ({
  ...sessionOf(engine, profile.name),
  profile: profileBody(profile),
});
