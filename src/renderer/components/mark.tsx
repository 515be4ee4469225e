/** The Metafob mark: a hardware token with its key ring hole and its display. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
    <g transform="rotate(-32 16 16)">
      <path
        class="mark-body"
        fill-rule="evenodd"
        d="M9 8h15a7 7 0 0 1 7 7v2a7 7 0 0 1-7 7H9a8 8 0 0 1 0-16Zm-1.5 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 0 0 0-5.6Z"
      />
      <rect class="mark-display" x="14" y="12" width="13" height="8" rx="2" />
    </g>
  </svg>
);
