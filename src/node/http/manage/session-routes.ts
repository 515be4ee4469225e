import type { Context, Hono } from 'hono';
import type { Engine } from '../../../core/engine.ts';
import { parseTokenCode } from '../../../core/mfa/token-code.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import { SessionRequest } from '../../../shared/manage-api.ts';
import { profileWithSession, sessionResponse } from './bodies.ts';
import { refuse, refuseWith } from './errors.ts';
import { readBody } from './request-body.ts';

/** The routes of aws-mock-metadata, as its README documents them. */
export function addSessionRoutes(app: Hono, engine: Engine): void {
  app.get('/manage/profiles', (context) =>
    context.json({ profiles: engine.profiles().map((profile) => profileWithSession(engine, profile)) }),
  );

  app.get('/manage/profiles/:name', (context) => {
    const profile = engine.profile(context.req.param('name'));
    if (profile === undefined) return refuseUnknownProfile(context, 404, context.req.param('name'), engine);
    return context.json({ profile: profileWithSession(engine, profile) });
  });

  app.get('/manage/session', (context) => {
    const profile = engine.profile(engine.activeProfile());
    if (profile === undefined) return refuse(context, 404, 'not-found', 'No profile is configured.');
    return context.json(sessionResponse(engine, profile));
  });

  app.delete('/manage/session', (context) => {
    engine.clearSession(engine.activeProfile());
    return context.body(null);
  });

  app.post('/manage/session', async (context) => {
    const body = await readBody(context, SessionRequest);
    if (!body.ok) return refuse(context, 400, 'bad-request', body.failure);
    // The original documented `session` but read `profile`; both name the profile.
    const { token, session, profile: other } = body.value;
    const name = session || other;
    if (!token && !name) {
      return refuse(
        context,
        400,
        'bad-request',
        'Give a token, a profile (as “session” or “profile”), or both.',
      );
    }
    if (session && other && session !== other) {
      return refuse(context, 400, 'bad-request', '“session” and “profile” name different profiles.');
    }
    const profile = engine.profile(name || engine.activeProfile());
    if (profile === undefined) return refuseUnknownProfile(context, 400, name ?? '', engine);
    const code = token ? parseTokenCode(token) : undefined;
    if (token && code === undefined) {
      return refuse(
        context,
        400,
        'bad-request',
        'The token must be six digits, as the MFA device shows them.',
      );
    }
    return changeSession(context, engine, profile, code);
  });
}

/** Nothing changes when AWS refuses the code: the profile is switched only with its session. */
async function changeSession(context: Context, engine: Engine, profile: Profile, code: string | undefined) {
  if (code !== undefined) {
    const made = await engine.startSession(profile.name, code);
    if (!made.ok) return refuseWith(context, made.failure);
  }
  engine.useProfile(profile.name);
  return context.json(sessionResponse(engine, profile));
}

function refuseUnknownProfile(context: Context, status: 400 | 404, name: string, engine: Engine) {
  const names = engine
    .profiles()
    .map((profile) => profile.name)
    .join(', ');
  const message = `The profile “${name}” does not exist. The profiles are: ${names}.`;
  return refuse(context, status, 'unknown-profile', message);
}
