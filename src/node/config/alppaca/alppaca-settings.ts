import type { ConfigProblem } from '../config-problem.ts';
import type { ServiceSettings } from '../service-settings.ts';

export interface AlppacaListener {
  readonly host: string;
  readonly port: number;
  readonly tokensRequired: false;
}

export interface AlppacaSettings {
  readonly listener: AlppacaListener;
  readonly service: ServiceSettings;
  readonly warnings: readonly ConfigProblem[];
  /** The files it was read from, each overriding the ones before it. */
  readonly files: readonly string[];
}
