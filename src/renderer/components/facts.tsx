import type { ComponentChildren } from 'preact';

export interface Fact {
  readonly term: string;
  readonly value: ComponentChildren;
  /** The full form when `value` is a short one. */
  readonly title?: string;
}

/** Terms with their values, side by side where there is room. */
export const Facts = ({ facts, id }: { facts: readonly Fact[]; id?: string }) => (
  <dl class="facts" id={id}>
    {facts.map(({ term, value, title }) => (
      <div key={term}>
        <dt>{term}</dt>
        <dd title={title}>{value}</dd>
      </div>
    ))}
  </dl>
);
