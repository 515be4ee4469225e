import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { ManagePageDriver } from '../../test/pages/support/manage-page-driver.ts';
import { createScratchHome } from '../../test/support/aws-environment.ts';
import { startServiceUnderTest } from '../../test/support/running-service.ts';
import { type StsSimulator, startStsSimulator } from '../../test/support/sts-simulator/server.ts';
import { aliceConfiguration, aliceDevice, aliceWorld, builder } from './alice.ts';

/** What is different from an ordinary day of alice. */
export interface Circumstances {
  readonly configuration?: string;
  readonly mayDevelop?: boolean;
  /** How far AWS's clock is ahead of this computer's. */
  readonly clockOffsetMs?: number;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** The page in a browser, the service behind it, and the simulator of AWS behind that. */
export interface Stage {
  readonly driver: ManagePageDriver;
  readonly simulator: StsSimulator;
  /** Programs that ask for the credentials of the profile in use, all at once; they wait for a code. */
  programsAsk(count: number): void;
  /** What alice's device shows now. */
  code(): string;
  /** Somebody wants credentials of the build user, whose codes Metafob makes. */
  build(): Promise<void>;
  close(): Promise<void>;
}

/** The port of the documentation, so that the pictures show it. */
const PORT = '45000';

/** Starts everything anew, with the configuration at its usual place in an empty home directory. */
export async function openStage(browser: Browser, circumstances: Circumstances): Promise<Stage> {
  const { configuration = aliceConfiguration, mayDevelop = true, clockOffsetMs = 0 } = circumstances;
  const home = await createScratchHome();
  const file = join(home.path, '.config', 'metafob', 'config');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, configuration, { mode: 0o600 });

  const simulator = await startStsSimulator({ world: aliceWorld({ mayDevelop }), clockOffsetMs });
  const service = await startServiceUnderTest({
    name: 'screenshots',
    configuration,
    simulatorUrl: simulator.url,
    arguments: ['--config', file, '--port', PORT],
    environment: { HOME: home.path },
  });
  const manage = (method: string, path: string, body: object): Promise<Response> =>
    fetch(`${service.url}/manage/${path}`, {
      method,
      headers: { authorization: `Bearer ${service.bearerToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await manage('PUT', `profiles/${builder.profile}/mfa-secret`, { secret: builder.mfaSecret });

  const context = await browser.newContext({
    viewport: circumstances.viewport ?? { width: 1000, height: 720 },
    deviceScaleFactor: 2,
    timezoneId: 'UTC',
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  const driver = new ManagePageDriver(await context.newPage());
  await driver.open(service.url);

  const programs = new AbortController();
  return {
    driver,
    simulator,
    programsAsk(count) {
      const url = `${service.url}/latest/meta-data/iam/security-credentials/Developer`;
      for (let asked = 0; asked < count; asked += 1) {
        fetch(url, { signal: programs.signal })
          .then((answer) => answer.text())
          .catch(() => undefined);
      }
    },
    code: () => simulator.codeFor(aliceDevice),
    async build() {
      const made = await manage('POST', `profiles/${builder.profile}/session`, {});
      if (!made.ok) throw new Error(`No session for the build user: ${await made.text()}`);
    },
    async close() {
      programs.abort();
      await context.close();
      await service.stop();
      await simulator.close();
      await home.remove();
    },
  };
}
