import { Hono } from 'hono';
import type { DoctorReport } from '../../../shared/doctor.ts';

/** Why programs may not get credentials, as seen from the surroundings of the service. */
export function doctorRoutes(examine: () => Promise<DoctorReport>): Hono {
  const app = new Hono();
  app.get('/doctor', async (context) => context.json((await examine()) satisfies DoctorReport));
  return app;
}
