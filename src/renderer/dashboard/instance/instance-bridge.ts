import type {
  EventBody,
  EventKind,
  EventRequest,
  EventsCleared,
  InstanceResponse,
  OverridesBody,
  OverridesWritten,
} from '../../../shared/instance-api.ts';
import type { DashboardApi } from '../../../shared/ipc.ts';
import type { ActionResult } from '../../bridge.ts';
import { answered } from '../../desktop/answered.ts';

/** What the dashboard may ask about the instance that the service plays. */
export interface InstanceBridge {
  view(): Promise<ActionResult<InstanceResponse>>;
  /** The override document; empty where there is none. */
  overrides(): Promise<ActionResult<OverridesBody>>;
  /** Nothing is written when there are problems. */
  writeOverrides(text: string): Promise<ActionResult<OverridesWritten>>;
  removeOverrides(): Promise<ActionResult<OverridesWritten>>;
  regenerate(): Promise<ActionResult>;
  schedule(request: EventRequest): Promise<ActionResult<EventBody>>;
  /** All of them without a kind. */
  clear(kind?: EventKind): Promise<ActionResult<EventsCleared>>;
}

export const createInstanceBridge = (api: DashboardApi): InstanceBridge => ({
  view: () => answered(api.getInstance()),
  overrides: () => answered(api.getOverrides()),
  writeOverrides: (text) => answered(api.writeOverrides({ text })),
  removeOverrides: () => answered(api.removeOverrides()),
  regenerate: () => answered(api.regenerateInstance()),
  schedule: (request) => answered(api.scheduleEvent(request)),
  clear: (kind) => answered(api.clearEvents(kind === undefined ? {} : { kind })),
});
