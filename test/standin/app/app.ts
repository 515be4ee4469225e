import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { AppPackage } from '../process/command-line.ts';
import { createDeferred } from './deferred.ts';
import { createEvent } from './event.ts';
import type { Launch, SingleInstance } from './single-instance.ts';

interface ClosableWindow {
  close(): void;
  destroy(): void;
  isDestroyed(): boolean;
}

export interface AppParts {
  readonly appPackage: AppPackage;
  readonly electronVersion: string;
  readonly argv: readonly string[];
  /** The switches of the command line; those that the app appends before Chromium starts go to it too. */
  readonly switches: Map<string, string>;
  readonly paths: Map<string, string>;
  readonly singleInstance: SingleInstance;
  readonly windows: () => readonly ClosableWindow[];
  /** Ends the process, after the present work of the event loop. */
  readonly end: (code: number) => void;
}

type Members =
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'getPath'
  | 'setPath'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'enableSandbox'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings'
  | 'setAppUserModelId'
  | 'setAboutPanelOptions'
  | 'focus'
  | 'getLocale'
  | 'disableHardwareAcceleration'
  | 'setDesktopName';

/** Electron's `app`. */
export class App extends EventEmitter implements Pick<Electron.App, Members> {
  readonly isPackaged = false;
  readonly commandLine;
  readonly #parts: AppParts;
  readonly #ready = createDeferred<void>();
  #isReady = false;
  #name: string;
  #quitting = false;
  #ended = false;
  #earlyLaunches: Launch[] = [];

  constructor(parts: AppParts) {
    super();
    this.#parts = parts;
    this.#name = parts.appPackage.name;
    const { switches } = parts;
    this.commandLine = {
      appendSwitch: (name: string, value = '') => void switches.set(name, value),
      hasSwitch: (name: string) => switches.has(name),
      getSwitchValue: (name: string) => switches.get(name) ?? '',
      removeSwitch: (name: string) => void switches.delete(name),
    };
  }

  get name(): string {
    return this.#name;
  }

  /** Called when Chromium runs. The event comes before the promise, for Playwright holds both back. */
  becomeReady(): void {
    if (this.#ended) return;
    mkdirSync(this.getPath('userData'), { recursive: true });
    this.#isReady = true;
    this.emit('ready', createEvent({}), {});
    this.#ready.resolve();
    for (const launch of this.#earlyLaunches.splice(0)) this.#announce(launch);
  }

  /** Called when a window is gone. */
  windowClosed(): void {
    if (this.#quitting || this.#ended || this.#parts.windows().length > 0) return;
    if (!this.emit('window-all-closed')) this.quit();
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  isReady(): boolean {
    return this.#isReady;
  }

  quit(): void {
    if (this.#quitting || this.#ended) return;
    if (this.#isPrevented('before-quit')) return;
    this.#quitting = true;
    const windows = this.#parts.windows();
    for (const window of windows) window.close();
    if (!windows.every((window) => window.isDestroyed()) || this.#isPrevented('will-quit')) {
      this.#quitting = false;
      return;
    }
    this.exit(0);
  }

  exit(code = 0): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const window of this.#parts.windows()) window.destroy();
    this.emit('quit', createEvent({}), code);
    this.#parts.singleInstance.release();
    this.#parts.end(code);
  }

  #isPrevented(name: string): boolean {
    const event = createEvent({});
    this.emit(name, event);
    return event.defaultPrevented;
  }

  getPath(name: string): string {
    const path = this.#parts.paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  setPath(name: string, path: string): void {
    this.#parts.paths.set(name, path);
  }
  getName(): string {
    return this.#name;
  }
  setName(name: string): void {
    this.#name = name;
  }
  getVersion(): string {
    return this.#parts.appPackage.version || this.#parts.electronVersion;
  }
  getAppPath(): string {
    return this.#parts.appPackage.folder;
  }
  getLocale(): string {
    return 'en-US';
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const launch = { argv: this.#parts.argv, workingDirectory: process.cwd(), additionalData };
    return this.#parts.singleInstance.acquire(launch, (second) => {
      if (this.#isReady) this.#announce(second);
      else this.#earlyLaunches.push(second);
    });
  }
  hasSingleInstanceLock(): boolean {
    return this.#parts.singleInstance.isHeld();
  }
  releaseSingleInstanceLock(): void {
    this.#parts.singleInstance.release();
  }
  #announce({ argv, workingDirectory, additionalData }: Launch): void {
    this.emit('second-instance', createEvent({}), argv, workingDirectory, additionalData);
  }

  /** Electron does nothing on Linux either. */
  setLoginItemSettings(): void {}
  getLoginItemSettings(): Electron.LoginItemSettings {
    return {
      openAtLogin: false,
      wasOpenedAtLogin: false,
      status: 'not-registered',
      executableWillLaunchAtLogin: false,
      launchItems: [],
    };
  }

  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  setAppUserModelId(): void {}
  setDesktopName(): void {}
  setAboutPanelOptions(): void {}
  focus(): void {}
}
