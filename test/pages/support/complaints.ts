import type { Page } from 'playwright-core';

/** Errors of the page and breaches of its content security policy, collected from the first script on. */
export const collectComplaints = async (page: Page): Promise<readonly string[]> => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  await page.exposeFunction('reportViolation', (text: string) => complaints.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report: unknown = Reflect.get(window, 'reportViolation');
      if (typeof report === 'function') report(`${event.violatedDirective}: ${event.blockedURI}`);
    });
  });
  return complaints;
};
