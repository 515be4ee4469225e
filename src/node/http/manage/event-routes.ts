import { Hono } from 'hono';
import {
  type EventBody,
  EventKind,
  EventRequest,
  type EventsCleared,
  type EventsResponse,
  eventKinds,
} from '../../../shared/instance-api.ts';
import type { InstanceControl } from '../../instance/instance-control.ts';
import { refuse } from './errors.ts';
import { readBody } from './request-body.ts';

/** What the instance is told of: spot interruptions, recommendations, maintenance, lifecycle states. */
export function eventRoutes(control: InstanceControl): Hono {
  const app = new Hono();

  app.get('/instance/events', (context) =>
    context.json({ events: [...control.scheduled()] } satisfies EventsResponse),
  );

  app.post('/instance/events', async (context) => {
    const body = await readBody(context, EventRequest);
    if (!body.ok) return refuse(context, 400, 'bad-request', body.failure);
    const entry = control.schedule(body.value);
    return entry.ok
      ? context.json(entry.value satisfies EventBody, 201)
      : refuse(context, 409, 'bad-request', entry.failure);
  });

  app.delete('/instance/events', (context) =>
    context.json({ cleared: control.clear('all') } satisfies EventsCleared),
  );

  app.delete('/instance/events/:kind', (context) => {
    const kind = EventKind.safeParse(context.req.param('kind'));
    if (!kind.success) {
      return refuse(context, 400, 'bad-request', `The kinds of events are: ${eventKinds.join(', ')}.`);
    }
    return context.json({ cleared: control.clear(kind.data) } satisfies EventsCleared);
  });

  return app;
}
