/** Reads `text` to screen readers, without interrupting, whenever it changes. */
export const Announcer = ({ text }: { text: string }) => (
  <p class="visually-hidden" role="status">
    {text}
  </p>
);
