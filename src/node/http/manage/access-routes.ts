import { Hono } from 'hono';
import type { Engine } from '../../../core/engine.ts';
import type { Result } from '../../../core/result.ts';
import { toTimestamp } from '../../../core/sessions/credentials.ts';
import { failure } from '../../../core/sessions/failure.ts';
import type { AccessResponse, CredentialsResponse, PortResponse } from '../../../shared/manage-api.ts';
import { refuse, refuseWith } from './errors.ts';

/** How programs reach profiles that are not the active one. The failures are sentences. */
export interface ProfileAccess {
  access(profile: string): Promise<Result<Omit<AccessResponse, 'region'>, string>>;
  assignPort(profile: string): Promise<Result<PortResponse, string>>;
  /** False when the profile had none. */
  releasePort(profile: string): Promise<boolean>;
}

const noSuchProfile = failure('unknown-profile');

/** Every profile at the same time: credentials, container endpoint and metadata port of a single one. */
export function accessRoutes(engine: Engine, profileAccess: ProfileAccess): Hono {
  const app = new Hono();

  app.get('/profiles/:name/credentials', async (context) => {
    const profile = engine.profile(context.req.param('name'));
    if (profile === undefined) return refuseWith(context, noSuchProfile);
    // Hono answers HEAD with the route of GET; without a body, asking a person would be for nothing.
    if (context.req.method === 'HEAD') return context.body(null);
    const outcome = await engine.requestCredentials(profile.name, context.req.raw.signal);
    if (!outcome.ok) return refuseWith(context, outcome.failure);
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = outcome.value;
    const { accountId, roleArn } = engine.view().profiles.find(({ name }) => name === profile.name) ?? {};
    return context.json({
      profile: profile.name,
      accessKeyId,
      secretAccessKey,
      sessionToken,
      expiration: toTimestamp(expiresAt),
      ...(accountId === undefined ? {} : { accountId }),
      region: profile.region,
      ...(roleArn === undefined ? {} : { roleArn }),
    } satisfies CredentialsResponse);
  });

  app.get('/profiles/:name/access', async (context) => {
    const profile = engine.profile(context.req.param('name'));
    if (profile === undefined) return refuseWith(context, noSuchProfile);
    const found = await profileAccess.access(profile.name);
    if (!found.ok) return refuse(context, 503, 'internal', found.failure);
    return context.json({ ...found.value, region: profile.region } satisfies AccessResponse);
  });

  app.post('/profiles/:name/port', async (context) => {
    const profile = engine.profile(context.req.param('name'));
    if (profile === undefined) return refuseWith(context, noSuchProfile);
    const assigned = await profileAccess.assignPort(profile.name);
    if (!assigned.ok) return refuse(context, 503, 'internal', assigned.failure);
    return context.json(assigned.value satisfies PortResponse);
  });

  // Also for a profile that is no longer configured: its port may be remembered still.
  app.delete('/profiles/:name/port', async (context) =>
    (await profileAccess.releasePort(context.req.param('name')))
      ? context.body(null, 204)
      : refuse(context, 404, 'not-found', 'This profile has no port of its own.'),
  );

  app.post('/profiles/:name/renew', (context) => {
    const renewing = engine.renewNow(context.req.param('name'));
    return renewing.ok ? context.body(null, 202) : refuseWith(context, renewing.failure);
  });

  return app;
}
