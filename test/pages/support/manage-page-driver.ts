import type { Locator, Page } from 'playwright-core';

/**
 * The manage page as a person uses it: open it, read where profiles stand, answer a prompt. Knows nothing of
 * the server behind it, so it drives a real service as well.
 */
export class ManagePageDriver {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the manage page of the service at `url` and waits until it shows a state. */
  async open(url: string): Promise<void> {
    await this.page.goto(new URL('/manage', url).href);
    await this.connection('Connected').waitFor();
  }

  connection(text: 'Connected' | 'Not connected'): Locator {
    return this.page.getByRole('banner').getByText(text, { exact: true });
  }

  profile(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  /** Where a profile's session stands, such as `Active`. */
  sessionState(profile: string): Locator {
    return this.profile(profile).locator('.session-state');
  }

  /** What is left of a profile's session, such as `41 min left, until 14:32`. */
  expiry(profile: string): Locator {
    return this.profile(profile).locator('.expiry');
  }

  button(profile: string, name: string): Locator {
    return this.profile(profile).getByRole('button', { name });
  }

  /** The dialog that asks for a code. */
  get prompt(): Locator {
    return this.page.getByRole('dialog');
  }

  get codeField(): Locator {
    return this.prompt.getByLabel('Token code');
  }

  /** Why the last code was refused; empty while there is nothing to say. */
  get promptProblem(): Locator {
    return this.prompt.getByRole('alert');
  }

  /** Types a code key by key. The page submits it by itself on the sixth digit. */
  async typeCode(code: string): Promise<void> {
    await this.codeField.waitFor();
    await this.page.keyboard.type(code);
  }

  /** Pastes text from the clipboard. The context needs the permissions `clipboard-read` and `clipboard-write`. */
  async paste(text: string): Promise<void> {
    await this.codeField.waitFor();
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.page.keyboard.press('ControlOrMeta+V');
  }

  hasFocus(control: Locator): Promise<boolean> {
    return control.evaluate((element) => element === document.activeElement);
  }

  /** What the browser would do when the tab goes to the background or comes back. */
  async setVisibility(visibility: 'visible' | 'hidden'): Promise<void> {
    await this.page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, visibility);
  }

  /** How many CSS pixels the page is wider than its window; 0 without a horizontal scroll bar. */
  horizontalOverflow(): Promise<number> {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  }
}
