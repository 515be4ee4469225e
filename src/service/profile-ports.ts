import type { RequestListener } from 'node:http';
import { failed, type Result, success } from '../core/result.ts';
import { ListenError, type Listening, listen } from '../node/http/listen.ts';
import type { PortResponse } from '../shared/manage-api.ts';
import { shellWord } from '../shared/shell-word.ts';
import { readRememberedPorts, rememberPorts } from './remembered-ports.ts';

const FIRST_PORT = 46_300;
const LAST_PORT = 46_999;

export interface ProfilePortsOptions {
  /** Where the ports are remembered. */
  readonly file: string;
  readonly handlerFor: (profile: string) => RequestListener;
  /** All that is wrong with remembered ports now, in sentences for the user; after each change. */
  readonly onProblems: (messages: readonly string[]) => void;
  readonly firstPort?: number;
  readonly lastPort?: number;
}

/** Metadata services of single profiles, each on a port that stays the same from start to start. */
export interface ProfilePorts {
  /** Opens the remembered ports. One that is taken is told, and does not keep the others from opening. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** The port of a profile, opened now if it is a new one. The failure is a sentence. */
  assign(profile: string): Promise<Result<PortResponse, string>>;
  /** Closes the port and forgets it; false when the profile had none. */
  release(profile: string): Promise<boolean>;
  /** Such as `http://127.0.0.1:46300/`; undefined when the profile has no port that answers. */
  urlOf(profile: string): string | undefined;
}

export function createProfilePorts(options: ProfilePortsOptions): ProfilePorts {
  const { file, handlerFor, onProblems, firstPort = FIRST_PORT, lastPort = LAST_PORT } = options;
  const open = new Map<string, Listening>();
  const problems = new Map<string, string>();

  function settle(profile: string): void {
    if (problems.delete(profile)) onProblems([...problems.values()]);
  }

  async function start(profile: string, port: number): Promise<Result<PortResponse, ListenError>> {
    try {
      open.set(profile, await listen('127.0.0.1', port, handlerFor(profile)));
      settle(profile);
      return success({ port, url: urlOf(port) });
    } catch (error) {
      if (error instanceof ListenError) return failed(error);
      throw error;
    }
  }

  async function startOnFreePort(
    profile: string,
    taken: readonly number[],
  ): Promise<Result<PortResponse, string>> {
    for (let port = firstPort; port <= lastPort; port += 1) {
      if (taken.includes(port)) continue;
      const started = await start(profile, port);
      if (started.ok) return started;
      if (started.failure.code !== 'EADDRINUSE') return failed(started.failure.message);
    }
    return failed(`All ports from ${firstPort} to ${lastPort} are in use, so ${profile} can have none.`);
  }

  async function stop(profile: string): Promise<void> {
    const listening = open.get(profile);
    open.delete(profile);
    await listening?.close();
  }

  return {
    async open() {
      const remembered = await readRememberedPorts(file);
      if (!remembered.ok) {
        onProblems([remembered.failure]);
        return;
      }
      for (const [profile, port] of remembered.value) {
        if (open.has(profile)) continue;
        const started = await start(profile, port);
        if (started.ok) continue;
        problems.set(profile, portProblem(profile, port, started.failure));
      }
      if (problems.size > 0) onProblems([...problems.values()]);
    },
    async close() {
      await Promise.all([...open.keys()].map(stop));
    },
    async assign(profile) {
      const remembered = await readRememberedPorts(file);
      if (!remembered.ok) return remembered;
      const port = remembered.value.get(profile);
      if (port !== undefined) {
        if (open.has(profile)) return success({ port, url: urlOf(port) });
        const restarted = await start(profile, port);
        // Files name this port already, so another one is only given on request.
        return restarted.ok ? restarted : failed(portProblem(profile, port, restarted.failure));
      }
      const started = await startOnFreePort(profile, [...remembered.value.values()]);
      if (!started.ok) return started;
      await rememberPorts(file, new Map([...remembered.value, [profile, started.value.port]]));
      return started;
    },
    async release(profile) {
      await stop(profile);
      settle(profile);
      const remembered = await readRememberedPorts(file);
      if (!remembered.ok || !remembered.value.has(profile)) return false;
      await rememberPorts(file, new Map([...remembered.value].filter(([name]) => name !== profile)));
      return true;
    },
    urlOf(profile) {
      const port = open.get(profile)?.listeners[0]?.port;
      return port === undefined ? undefined : urlOf(port);
    },
  };
}

function portProblem(profile: string, port: number, { code, message }: ListenError): string {
  const why = code === 'EADDRINUSE' ? 'another program uses it' : message.replace(/\.$/, '');
  return `Profile ${profile} is not served on its own port ${port}: ${why}. Stop that program and start Metafob again, or have another port: “metafob connect --remove ${shellWord(profile)}”, then “metafob connect ${shellWord(profile)} --by port”.`;
}

/** With the slash at the end, which the AWS CLI before 2.13 needs. */
const urlOf = (port: number): string => `http://127.0.0.1:${port}/`;
