import type { Result } from '../../core/result.ts';
import type { InstanceControl } from '../../node/instance/instance-control.ts';
import type { EventKind, EventRequest, OverrideProblem, OverridesBody } from '../../shared/instance-api.ts';
import { answer, done, refuse } from './outcome.ts';

export interface InstanceHandlerParts {
  readonly instance: InstanceControl;
}

/** The calls of the dashboard about the instance and its events. */
export const instanceHandlers = ({ instance }: InstanceHandlerParts) => ({
  getInstance: async () => answer(await instance.view()),
  async getOverrides() {
    const text = await instance.document();
    return text.ok ? answer({ text: text.value }) : refuse('internal', sentenceOf(text.failure));
  },
  writeOverrides: async ({ text }: OverridesBody) =>
    answer({ problems: problemsOf(await instance.writeDocument(text)) }),
  removeOverrides: async () => answer({ problems: problemsOf(await instance.removeDocument()) }),
  async regenerateInstance() {
    await instance.regenerate();
    return done;
  },
  scheduleEvent(request: EventRequest) {
    const scheduled = instance.schedule(request);
    return scheduled.ok ? answer(scheduled.value) : refuse('bad-request', scheduled.failure);
  },
  clearEvents: ({ kind }: { readonly kind?: EventKind | undefined }) =>
    answer({ cleared: instance.clear(kind ?? 'all') }),
});

const problemsOf = (outcome: Result<void, readonly OverrideProblem[]>): OverrideProblem[] =>
  outcome.ok ? [] : [...outcome.failure];

const sentenceOf = (problems: readonly OverrideProblem[]): string =>
  problems.map(({ message }) => message).join(' ');
