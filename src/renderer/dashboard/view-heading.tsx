import type { ComponentChildren } from 'preact';

/** The title of a view, with a sentence beside it. */
export const ViewHeading = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <div class="section-heading">
    <h1>{title}</h1>
    {children !== undefined && <p>{children}</p>}
  </div>
);
