import { Hono } from 'hono';
import type { Engine } from '../../../core/engine.ts';
import { parseTokenCode } from '../../../core/mfa/token-code.ts';
import { failure } from '../../../core/sessions/failure.ts';
import { LoginRequest, MfaSecretRequest } from '../../../shared/manage-api.ts';
import type { MfaSecrets } from '../../secrets/mfa-secrets.ts';
import { sessionResponse } from './bodies.ts';
import { refuse, refuseWith } from './errors.ts';
import { readBody } from './request-body.ts';

const noSuchProfile = failure('unknown-profile');

/** Sessions and MFA secrets of single profiles, without switching to them. */
export function profileRoutes(engine: Engine, mfaSecrets: MfaSecrets): Hono {
  const app = new Hono();

  app.post('/profiles/:name/session', async (context) => {
    const profile = engine.profile(context.req.param('name'));
    if (profile === undefined) return refuseWith(context, noSuchProfile);
    const body = await readBody(context, LoginRequest);
    if (!body.ok) return refuse(context, 400, 'bad-request', body.failure);
    const { token } = body.value;
    const code = token === undefined ? undefined : parseTokenCode(token);
    if (token !== undefined && code === undefined) {
      return refuse(
        context,
        400,
        'bad-request',
        'The token must be six digits, as the MFA device shows them.',
      );
    }
    const made = await engine.startSession(profile.name, code);
    if (made.ok) return context.json(sessionResponse(engine, profile));
    if (made.failure.kind === 'mfa-required') {
      return refuse(context, 409, 'code-needed', 'A code from the MFA device is needed.');
    }
    return refuseWith(context, made.failure);
  });

  app.delete('/profiles/:name/session', (context) => {
    const cleared = engine.clearSession(context.req.param('name'));
    return cleared.ok ? context.body(null, 204) : refuseWith(context, cleared.failure);
  });

  app.delete('/sessions', (context) => {
    engine.clearAllSessions();
    return context.body(null, 204);
  });

  app.put('/profiles/:name/mfa-secret', async (context) => {
    const profile = engine.profile(context.req.param('name'));
    if (profile === undefined) return refuseWith(context, noSuchProfile);
    const body = await readBody(context, MfaSecretRequest);
    if (!body.ok) return refuse(context, 400, 'bad-request', body.failure);
    const stored = await mfaSecrets.set(profile, body.value.secret);
    if (!stored.ok) {
      return stored.failure.kind === 'invalid-secret'
        ? refuse(context, 400, 'bad-request', stored.failure.reason)
        : refuse(context, 409, 'keychain-locked', stored.failure.reason);
    }
    engine.secretsChanged();
    return context.body(null, 204);
  });

  app.delete('/profiles/:name/mfa-secret', async (context) => {
    const profile = engine.profile(context.req.param('name'));
    if (profile === undefined) return refuseWith(context, noSuchProfile);
    const removed = await mfaSecrets.remove(profile);
    if (!removed.ok) return refuse(context, 409, 'keychain-locked', removed.failure.reason);
    if (!removed.value) {
      return refuse(context, 404, 'not-found', 'No MFA secret is stored for this profile.');
    }
    engine.secretsChanged();
    return context.body(null, 204);
  });

  return app;
}
