import { z } from 'zod';
import { parseFaults } from './faults.ts';
import type { ReceivedRequest } from './received-request.ts';
import type { SimulatorState } from './state.ts';

export const CONTROL_PREFIX = '/_simulator/';

export interface ControlAnswer {
  readonly status: number;
  readonly json: unknown;
}

const done: ControlAnswer = { status: 200, json: { ok: true } };
const refused = (status: number, error: string): ControlAnswer => ({ status, json: { error } });

const clock = z.strictObject({ offsetMs: z.int() });

const readJson = (request: ReceivedRequest): unknown => JSON.parse(request.body.toString('utf8'));

const route = (request: ReceivedRequest, state: SimulatorState): ControlAnswer => {
  switch (`${request.method} ${request.path}`) {
    case 'GET /_simulator/calls':
      return { status: 200, json: state.calls.list(request.query.get('action') ?? undefined) };
    case 'GET /_simulator/code':
      return { status: 200, json: { code: state.codeFor(request.query.get('serial') ?? '') } };
    case 'POST /_simulator/faults':
      state.faults.set(parseFaults(readJson(request)));
      return done;
    case 'POST /_simulator/clock':
      state.clockOffsetMs = clock.parse(readJson(request)).offsetMs;
      return done;
    case 'POST /_simulator/reset':
      state.reset();
      return done;
    default:
      return refused(404, `The simulator has no ${request.method} ${request.path}; see its README.`);
  }
};

/** Remote control for tests and demos in another process. Everything that throws here is bad input. */
export const answerControl = (request: ReceivedRequest, state: SimulatorState): ControlAnswer => {
  try {
    return route(request, state);
  } catch (error) {
    return refused(400, error instanceof Error ? error.message : String(error));
  }
};
