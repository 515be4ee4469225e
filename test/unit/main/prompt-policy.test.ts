import { describe, expect, it } from 'vitest';
import {
  needsNotification,
  noPrompts,
  onPrompts,
  onWanted,
} from '../../../src/main/windows/prompt-policy.ts';

const hidden = { visible: false, focused: false };
const before = { visible: true, focused: true };
const behind = { visible: true, focused: false };

describe('the pop-up', () => {
  it('comes when a code is wanted', () => {
    expect(onPrompts(noPrompts, { prompts: ['a'], ...hidden }).action).toBe('present');
  });

  it('stays hidden while nothing is wanted', () => {
    expect(onPrompts(noPrompts, { prompts: [], ...hidden }).action).toBe('nothing');
  });

  it('goes when nothing is wanted any more, whoever answered', () => {
    const { memory } = onPrompts(noPrompts, { prompts: ['a'], ...hidden });
    expect(onPrompts(memory, { prompts: [], ...before })).toEqual({ memory: noPrompts, action: 'hide' });
  });

  it('is not raised again for a question that the user has left', () => {
    const { memory } = onPrompts(noPrompts, { prompts: ['a'], ...hidden });
    expect(onPrompts(memory, { prompts: ['a'], ...behind }).action).toBe('nothing');
  });

  it('only marks itself when another question comes while the user works elsewhere', () => {
    const { memory } = onPrompts(noPrompts, { prompts: ['a'], ...hidden });
    const second = onPrompts(memory, { prompts: ['a', 'b'], ...behind });
    expect(second.action).toBe('flash');
    expect(onPrompts(second.memory, { prompts: ['a', 'b'], ...behind }).action).toBe('nothing');
  });

  it('needs no mark for another question while the user looks at it', () => {
    const { memory } = onPrompts(noPrompts, { prompts: ['a'], ...hidden });
    expect(onPrompts(memory, { prompts: ['a', 'b'], ...before }).action).toBe('nothing');
  });

  it('comes again for the next question after the first was answered', () => {
    const first = onPrompts(noPrompts, { prompts: ['a'], ...hidden });
    const answered = onPrompts(first.memory, { prompts: [], ...before });
    expect(onPrompts(answered.memory, { prompts: ['b'], ...hidden }).action).toBe('present');
  });

  it('comes forward as often as the user asks for it', () => {
    const { memory } = onPrompts(noPrompts, { prompts: ['a'], ...hidden });
    const wanted = onWanted({ prompts: ['a'], ...behind });
    expect(wanted).toEqual({ memory, action: 'present' });
  });

  it('does not come forward empty', () => {
    expect(onWanted({ prompts: [], ...hidden }).action).toBe('nothing');
  });
});

describe('a notification about a waiting code', () => {
  it.each([
    ['the desktop refused the keyboard', { prompts: ['a'], ...behind }, true],
    ['the window is not even shown', { prompts: ['a'], ...hidden }, true],
    ['the user looks at the window', { prompts: ['a'], ...before }, false],
    ['the question was answered meanwhile', { prompts: [], ...hidden }, false],
  ])('when %s: %o → %s', (_case, facts, wanted) => {
    expect(needsNotification(facts)).toBe(wanted);
  });
});
