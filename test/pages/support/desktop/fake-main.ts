import type { Page } from 'playwright-core';
import type { DoctorReport } from '../../../../src/shared/doctor.ts';
import type { InstanceResponse } from '../../../../src/shared/instance-api.ts';
import { DesktopView, ipc, type WindowName } from '../../../../src/shared/ipc.ts';
import { Settings, SettingsChange } from '../../../../src/shared/settings.ts';
import { ViewState } from '../../../../src/shared/view-state.ts';
import { instanceView } from './instance-states.ts';

export interface RecordedCall {
  readonly name: string;
  readonly request: unknown;
}

type Answerer = (call: RecordedCall) => unknown;

export const refused = (message: string, kind = 'unknown') => ({ ok: false, error: { kind, message } });
const accepted = (value?: unknown) => ({ ok: true, value });

/** Calls that only read; tests look at the others. */
const readingCalls = [
  'getState',
  'getSettings',
  'getDesktop',
  'readLog',
  'examine',
  'promptShown',
  'getInstance',
  'getOverrides',
];

/**
 * Stands in for the preload script and the main process behind a window: the test says what the state is and
 * what is answered. Every request and answer is checked with the schemas of the real contract.
 */
export class FakeMain {
  readonly allCalls: RecordedCall[] = [];
  log: readonly string[] = [];
  instance: InstanceResponse = instanceView();
  overridesText = '';
  report: DoctorReport = { place: 'service', awsProfile: 'default', findings: [] };
  readonly #window: WindowName;
  readonly #page: Page;
  readonly #answers: Answerer[] = [];
  #state: ViewState;
  #desktop: DesktopView;

  constructor(window: WindowName, page: Page, state: ViewState, desktop: DesktopView) {
    this.#window = window;
    this.#page = page;
    this.#state = ViewState.parse(state);
    this.#desktop = DesktopView.parse(desktop);
  }

  /** What was asked, without what was only read. */
  get calls(): readonly RecordedCall[] {
    return this.allCalls.filter(({ name }) => !readingCalls.includes(name));
  }

  called(name: string): readonly unknown[] {
    return this.allCalls.filter((call) => call.name === name).map(({ request }) => request);
  }

  /** Adds an answer; the newest that does not return undefined counts. */
  answer(answer: Answerer): void {
    this.#answers.unshift(answer);
  }

  async publish(state: ViewState): Promise<void> {
    this.#state = ViewState.parse(state);
    await this.#push('state', this.#state);
  }

  async publishDesktop(change: Partial<DesktopView>): Promise<void> {
    this.#desktop = DesktopView.parse({ ...this.#desktop, ...change });
    await this.#push('desktop', this.#desktop);
  }

  /** Puts `window.metafob` into the page, before any of its scripts. */
  async install(): Promise<void> {
    const contract = Object.entries(ipc[this.#window]);
    const names = contract.filter(([, entry]) => entry.kind === 'call').map(([name]) => name);
    await this.#page.exposeFunction('callMain', (name: string, request: unknown) =>
      this.#handle(name, request),
    );
    await this.#page.addInitScript((callNames) => {
      const listeners: { readonly name: string; readonly listener: (message: unknown) => void }[] = [];
      const callMain: unknown = Reflect.get(window, 'callMain');
      const call = (name: string) => (request: unknown) =>
        typeof callMain === 'function' ? callMain(name, request) : Promise.reject(new Error('no main'));
      const api = {
        ...Object.fromEntries(callNames.map((name) => [name, call(name)])),
        on: (name: string, listener: (message: unknown) => void) => {
          const entry = { name, listener };
          listeners.push(entry);
          return () => listeners.splice(listeners.indexOf(entry), 1);
        },
      };
      Reflect.set(window, 'metafob', api);
      Reflect.set(window, 'pushFromMain', (pushed: string, message: unknown) => {
        for (const { name, listener } of [...listeners]) if (name === pushed) listener(message);
      });
    }, names);
  }

  #push(name: string, message: unknown): Promise<void> {
    return this.#page.evaluate(
      (pushed) => {
        const push: unknown = Reflect.get(window, 'pushFromMain');
        if (typeof push === 'function') push(pushed.name, pushed.message);
      },
      { name, message },
    );
  }

  async #handle(name: string, request: unknown): Promise<unknown> {
    const entry = new Map<string, { kind: string }>(Object.entries(ipc[this.#window])).get(name);
    if (!isCall(entry)) throw new Error(`The window ${this.#window} has no call ${name}.`);
    const call = { name, request: entry.request.parse(request ?? undefined) };
    this.allCalls.push(call);
    for (const answer of this.#answers) {
      const given = await answer(call);
      if (given !== undefined) return entry.answer.parse(given);
    }
    return entry.answer.parse(await this.#answerLikeMain(call));
  }

  /** What the real one does for a window alone: reading, settings, secrets and pausing. */
  async #answerLikeMain({ name, request }: RecordedCall): Promise<unknown> {
    switch (name) {
      case 'getState':
        return accepted(this.#state);
      case 'getDesktop':
        return accepted(this.#desktop);
      case 'getSettings':
        return accepted(this.#desktop.settings);
      case 'readLog':
        return accepted(this.log);
      case 'examine':
        return accepted(this.report);
      case 'getInstance':
        return accepted(this.instance);
      case 'getOverrides':
        return accepted({ text: this.overridesText });
      case 'testSecret':
        return accepted({ secondsLeft: 17 });
      case 'changeSettings':
        await this.#changeSettings(request);
        return accepted();
      case 'storeSecret':
        await this.publishDesktop({ storedSecrets: [...this.#desktop.storedSecrets, profileOf(request)] });
        return accepted();
      case 'removeSecret':
        await this.publishDesktop({
          storedSecrets: this.#desktop.storedSecrets.filter((stored) => stored !== profileOf(request)),
        });
        return accepted();
      default:
        return accepted();
    }
  }

  async #changeSettings(request: unknown): Promise<void> {
    const { settings: before } = this.#desktop;
    const { globalShortcut = before.globalShortcut, ...change } = SettingsChange.parse(request);
    await this.publishDesktop({
      settings: Settings.parse({ ...before, ...change, globalShortcut: globalShortcut ?? undefined }),
      ...(change.launchAtLogin === undefined ? {} : { launchAtLogin: change.launchAtLogin ? 'on' : 'off' }),
    });
  }
}

interface Call {
  readonly kind: 'call';
  readonly request: { parse(value: unknown): unknown };
  readonly answer: { parse(value: unknown): unknown };
}

const isCall = (entry: object | undefined): entry is Call => entry !== undefined && 'request' in entry;

const profileOf = (request: unknown): string => ipc.dashboard.testSecret.request.parse(request).profile;
