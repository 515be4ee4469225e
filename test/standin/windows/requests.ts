import { toApp } from '../process/address.ts';
import type { Protocol as DevToolsProtocol } from '../process/devtools.ts';
import type { PageTarget } from './page-target.ts';
import type { Protocol } from './protocol.ts';
import type { Session } from './session.ts';

export interface RequestParts {
  readonly protocol: Protocol;
  readonly session: Session;
  /** Asks the app about navigations. */
  readonly mayNavigate: (address: string, frameId: string) => boolean;
}

/** Decides about one request of a page: the app's own scheme, the app's policy, or the network. */
export async function answerRequest(
  { requestId, request, resourceType, frameId }: DevToolsProtocol.Fetch.requestPausedPayload,
  page: PageTarget,
  { protocol, session, mayNavigate }: RequestParts,
): Promise<void> {
  const url = toApp(request.url);
  if (resourceType === 'Document' && !mayNavigate(request.url, frameId))
    return page.fail(requestId, 'Aborted');
  const details = {
    url,
    method: request.method,
    resourceType: electronType(resourceType, page.isMainFrame(frameId)),
  };
  if (!(await session.allows(details))) return page.fail(requestId, 'BlockedByClient');
  if (url === request.url) return page.continue(requestId);
  try {
    const response = await protocol.answer(url, request.method, request.headers, request.postData);
    if (response === undefined) return page.fail(requestId, 'Failed');
    return page.fulfill(requestId, response);
  } catch (error) {
    process.stderr.write(`The protocol handler failed for ${url}: ${error}\n`);
    return page.fail(requestId, 'Failed');
  }
}

const electronType = (type: string, isMainFrame: boolean): string => {
  if (type === 'Document') return isMainFrame ? 'mainFrame' : 'subFrame';
  return type === 'Fetch' || type === 'XHR' ? 'xhr' : type.toLowerCase();
};
