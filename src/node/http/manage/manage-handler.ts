import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Engine } from '../../../core/engine.ts';
import type { DoctorReport } from '../../../shared/doctor.ts';
import type { HealthResponse } from '../../../shared/manage-api.ts';
import type { InstanceControl } from '../../instance/instance-control.ts';
import type { MfaEnrolments } from '../../mfa-enrolment/enrolments.ts';
import type { MfaSecrets } from '../../secrets/mfa-secrets.ts';
import { accessRoutes, type ProfileAccess } from './access-routes.ts';
import { type ManageTokens, requireBearer, requirePageForChanges, requireToken } from './authorize.ts';
import { doctorRoutes } from './doctor-routes.ts';
import { refuse } from './errors.ts';
import { eventRoutes } from './event-routes.ts';
import { instanceRoutes } from './instance-routes.ts';
import { mfaDeviceRoutes } from './mfa-device-routes.ts';
import { pageRoutes } from './page-routes.ts';
import { profileRoutes } from './profile-routes.ts';
import { promptRoutes } from './prompt-routes.ts';
import { addSessionRoutes } from './session-routes.ts';
import { stateRoutes } from './state-routes.ts';

export interface ManageOptions {
  readonly engine: Engine;
  readonly mfaSecrets: MfaSecrets;
  readonly mfaEnrolments: MfaEnrolments;
  readonly instance: InstanceControl;
  readonly tokens: ManageTokens;
  /** Folder of the built pages. */
  readonly pageDirectory: string;
  readonly version: string;
  /** ms since the epoch */
  readonly startedAt: number;
  readonly profileAccess: ProfileAccess;
  readonly examine: () => Promise<DoctorReport>;
  /** Ends the service; absent where only a person at the desktop may. */
  readonly onStopRequested?: () => void;
  readonly onError: (error: unknown) => void;
}

const MAXIMUM_BODY_BYTES = 16 * 1024;

/** The manage API and page, below `/manage`. */
export function createManageHandler(
  options: ManageOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { engine, tokens } = options;
  const app = new Hono({ strict: false });

  app.use(async (context, next) => {
    await next();
    if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store');
  });
  app.use(
    bodyLimit({
      maxSize: MAXIMUM_BODY_BYTES,
      onError: (context) => refuse(context, 413, 'bad-request', 'The request body is larger than 16 KiB.'),
    }),
  );
  app.use('/manage/session', requirePageForChanges(tokens));
  app.get('/manage/health', (context) =>
    context.json({
      status: 'ok',
      version: options.version,
      processId: process.pid,
      uptimeSeconds: Math.round((Date.now() - options.startedAt) / 1000),
      activeProfile: engine.activeProfile(),
    } satisfies HealthResponse),
  );
  addSessionRoutes(app, engine);
  app.route('/manage', pageRoutes(options.pageDirectory, tokens));
  for (const path of [
    'state',
    'events',
    'prompts',
    'prompts/*',
    'sessions',
    'doctor',
    'profiles/*',
    'instance/*',
  ]) {
    app.use(`/manage/${path}`, requireToken(tokens));
  }
  for (const path of ['profiles/:name/:face{credentials|access|port|renew}', 'stop']) {
    app.use(`/manage/${path}`, requireBearer(tokens));
  }
  app.route('/manage', stateRoutes(engine));
  app.route('/manage', promptRoutes(engine));
  app.route('/manage', profileRoutes(engine, options.mfaSecrets));
  app.route('/manage', mfaDeviceRoutes(options.mfaEnrolments));
  app.route('/manage', accessRoutes(engine, options.profileAccess));
  app.route('/manage', doctorRoutes(options.examine));
  app.route('/manage', instanceRoutes(options.instance));
  app.route('/manage', eventRoutes(options.instance));
  app.post('/manage/stop', (context) => {
    const { onStopRequested } = options;
    if (onStopRequested === undefined) {
      return refuse(context, 409, 'forbidden', 'Metafob runs in the tray: quit it there.');
    }
    // The answer goes first.
    setImmediate(onStopRequested);
    return context.body(null, 202);
  });
  app.notFound((context) =>
    knownPaths.some((pattern) => pattern.test(context.req.path))
      ? refuse(context, 405, 'method-not-allowed', `${context.req.method} is not possible here.`)
      : refuse(
          context,
          404,
          'not-found',
          'There is nothing at this path. docs/manage-api.md lists the paths.',
        ),
  );
  app.onError((error, context) => {
    options.onError(error);
    return refuse(context, 500, 'unknown', 'Metafob failed unexpectedly; its log says more.');
  });

  return getRequestListener(app.fetch, {
    // Programs without a Host header are let in; the adapter needs some name for their URLs.
    hostname: '127.0.0.1',
    errorHandler: () =>
      Response.json(
        {
          error: {
            kind: 'bad-request',
            message: 'The request is malformed: check its Host header and path.',
          },
        },
        { status: 400 },
      ),
  });
}

const knownPaths = [
  /^\/manage\/?$/,
  /^\/manage\/(health|state|events|prompts|sessions|session|profiles|instance|doctor|stop)\/?$/,
  /^\/manage\/prompts\/[^/]+$/,
  /^\/manage\/profiles\/[^/]+(\/(session|mfa-secret|credentials|access|port|renew|mfa-device))?$/,
  /^\/manage\/profiles\/[^/]+\/mfa-device\/[^/]+$/,
  /^\/manage\/instance\/(overrides|regenerate|certificate|events)$/,
  /^\/manage\/instance\/events\/[^/]+$/,
];
