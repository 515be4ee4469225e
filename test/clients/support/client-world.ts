import { onTestFinished } from 'vitest';
import {
  type ServiceWorld,
  type WorldOptions,
  worldOfTest,
} from '../../integration/service/support/service-world.ts';

/**
 * Service and simulator for one test. At its end the secrets of all sessions are remembered for the search
 * through the service's log, for the clients do not tell which they got.
 */
export async function clientWorld(options: WorldOptions): Promise<ServiceWorld> {
  const world = await worldOfTest(options);
  // Reading an answer of the manage API remembers its secrets. The last hook comes first, before the end.
  onTestFinished(async () => void (await world.manage('GET', '/profiles')));
  return world;
}
