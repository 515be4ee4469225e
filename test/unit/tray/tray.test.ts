import type { Menu, MenuItemConstructorOptions } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTray, type TrayLike } from '../../../src/main/tray/tray.ts';
import type { TrayCommand, TrayIcon, TrayView } from '../../../src/main/tray/tray-view.ts';
import { trayView } from '../../../src/main/tray/tray-view.ts';
import { inMinutes, inputOf, now, profile, viewOf } from './support/views.ts';

/** Writes down what the system is told. */
class RecordedTray implements TrayLike {
  readonly calls: string[];
  readonly #listeners = new Map<string, () => void>();
  #isDestroyed = false;
  constructor(image: string, calls: string[]) {
    this.calls = calls;
    calls.push(`new ${image}`);
  }
  setImage(image: unknown) {
    this.calls.push(`image ${image}`);
  }
  setToolTip(text: string) {
    this.calls.push(`tooltip ${text}`);
  }
  setContextMenu(_: Menu | null) {
    this.calls.push('menu');
  }
  on(event: string, listener: () => void): this {
    this.#listeners.set(event, listener);
    return this;
  }
  emit(event: string) {
    this.#listeners.get(event)?.();
  }
  destroy() {
    this.#isDestroyed = true;
  }
  isDestroyed() {
    return this.#isDestroyed;
  }
}

const activeView = trayView(inputOf(viewOf({ state: 'active', expiresAt: inMinutes(42) })), now);
const noneView = trayView(inputOf(viewOf({ state: 'none' })), now);

let calls: string[];
let made: RecordedTray[];
let templates: MenuItemConstructorOptions[][];
let commands: TrayCommand[];
let theme: string;

/** Electron's menu is opaque to the tray: it is only handed on. */
const anyMenu = (): Menu => Object.create(null);

const openTray = () =>
  createTray({
    create: (image) => {
      const tray = new RecordedTray(image, calls);
      made.push(tray);
      return tray;
    },
    buildMenu: (template) => {
      templates.push(template);
      return anyMenu();
    },
    images: (icon: TrayIcon) => `${icon}-${theme}.png`,
    dispatch: (command) => commands.push(command),
  });

const click = (label: string) => {
  const item = templates.at(-1)?.find((each) => each.label === label);
  if (item?.click === undefined) throw new Error(`“${label}” cannot be clicked.`);
  Reflect.apply(item.click, undefined, []);
};

beforeEach(() => {
  calls = [];
  made = [];
  templates = [];
  commands = [];
  theme = 'light';
});

describe('the tray', () => {
  it('is made with the first view', () => {
    const tray = openTray();
    expect(calls).toEqual([]);
    tray.show(activeView);
    expect(calls).toEqual(['new active-light.png', 'tooltip dev – 42 min left', 'menu']);
  });

  it('does not touch the system when nothing changed', () => {
    const tray = openTray();
    tray.show(activeView);
    calls.length = 0;
    tray.show(structuredClone(activeView));
    expect(calls).toEqual([]);
  });

  it('changes only what differs', () => {
    const tray = openTray();
    tray.show(activeView);
    calls.length = 0;
    tray.show({ ...activeView, tooltip: 'dev – 41 min left' });
    expect(calls).toEqual(['tooltip dev – 41 min left']);
  });

  it('sets a whole new menu for each change of it', () => {
    const tray = openTray();
    tray.show(activeView);
    tray.show(noneView);
    expect(calls.filter((call) => call === 'menu')).toHaveLength(2);
  });

  it('changes the picture when the desktop becomes dark', () => {
    const tray = openTray();
    tray.show(activeView);
    theme = 'dark';
    calls.length = 0;
    tray.show(activeView);
    expect(calls).toEqual(['image active-dark.png']);
  });

  it('turns a click into its command', () => {
    openTray().show(activeView);
    click('prod');
    click('Quit Metafob');
    expect(commands).toEqual([{ type: 'use-profile', profile: 'prod' }, { type: 'quit' }]);
  });

  it('takes back the tick that the system set by itself', () => {
    openTray().show(activeView);
    calls.length = 0;
    click('prod');
    expect(calls).toEqual(['menu']);
    expect(templates.at(-1)?.find(({ label }) => label === 'prod')).toMatchObject({ checked: false });
  });

  it('opens the dashboard with a double click', () => {
    openTray().show(activeView);
    made[0]?.emit('double-click');
    expect(commands).toEqual([{ type: 'open-dashboard' }]);
  });

  it('shows an ampersand in a name as it is', () => {
    const view = viewOf({ state: 'none' }, { profiles: [profile('r&d', undefined, { active: true })] });
    openTray().show(trayView(inputOf(view), now));
    expect(templates[0]?.map(({ label }) => label)).toContain('r&&d');
  });

  it('makes a submenu of a submenu', () => {
    const view: TrayView = {
      ...noneView,
      menu: [{ type: 'submenu', label: 'More profiles', items: noneView.menu.slice(0, 1) }],
    };
    openTray().show(view);
    expect(templates[0]).toMatchObject([{ type: 'submenu', submenu: [{ label: 'dev: no session' }] }]);
  });

  it('is made anew after it was destroyed', () => {
    const tray = openTray();
    tray.show(activeView);
    tray.destroy();
    tray.destroy();
    tray.show(activeView);
    expect(made.map((each) => each.isDestroyed())).toEqual([true, false]);
  });
});
