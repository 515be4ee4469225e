/** What a configuration may say about the service besides profiles and the listener. All optional. */
export interface ServiceSettings {
  readonly upstream?: UpstreamSettings;
  readonly admin?: AdminSettings;
  readonly log?: LogSettings;
  readonly privileges?: PrivilegeSettings;
}

/** Another metadata service from which credentials are fetched (alppaca). */
export interface UpstreamSettings {
  /** Base address such as `http://localhost:8080`. */
  readonly url: string;
  /** Role to assume with the credentials of each upstream role. */
  readonly assumeRoleArn?: string;
  readonly region: string;
  /** Proxy for the calls to AWS, such as `http://proxy.example:3128`. */
  readonly awsProxy?: string;
}

/** The listener of mmds for health checks and bootstrap credentials. */
export interface AdminSettings {
  readonly host: string;
  readonly port: number;
  /** Assumed with the bootstrap credentials. */
  readonly roleArn: string;
  readonly region: string;
  /** File with the secret that signs bootstrap requests; without it they need no signature. */
  readonly secretFile?: string;
  /** The same secret in the configuration itself. */
  readonly secret?: string;
  /** Listens beyond this machine, on the user's explicit word; there is a secret then. */
  readonly allowRemote: boolean;
  /** Keep the bootstrap credentials, encrypted, for the next start. */
  readonly persist: boolean;
}

export interface LogSettings {
  readonly level?: 'error' | 'warn' | 'info' | 'debug';
  /** Line format of Python's logging, such as `%(asctime)s [%(levelname)s] %(message)s`. */
  readonly format?: string;
  readonly file?: string;
  readonly rotation?:
    | { readonly by: 'size'; readonly maximumBytes: number; readonly backups: number }
    | { readonly by: 'time'; readonly intervalMs: number; readonly backups: number }
    /** The file is opened again when another program moved it away. */
    | { readonly by: 'watching' };
}

/** Whom to become after the ports are bound. */
export interface PrivilegeSettings {
  readonly user?: string;
  readonly group?: string;
}
