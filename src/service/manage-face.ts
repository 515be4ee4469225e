import type { ManageOptions } from '../node/http/manage/manage-handler.ts';
import { secretToken } from './secret-token.ts';

export interface ManageFaceOptions extends Omit<ManageOptions, 'tokens'> {
  bearerToken(): string;
  /** Of the main listener. */
  port(): number;
}

/** Loads the manage API and page when somebody first asks for them: most services are never managed by hand. */
export const manageLoader =
  ({ bearerToken, port, ...options }: ManageFaceOptions) =>
  async () => {
    const { createManageHandler } = await import('../node/http/manage/manage-handler.ts');
    return createManageHandler({
      ...options,
      tokens: {
        bearer: bearerToken(),
        page: secretToken(),
        // Cookies do not know ports: two services on this machine must not share one.
        cookieName: `metafob-page-${port()}`,
      },
    });
  };
