import type { DesktopView } from '../../shared/ipc.ts';

/** Where configuration files are looked for, and which were read. */
export const ConfigurationFiles = ({ files }: { files: DesktopView['configurationFiles'] }) => (
  <ul class="configuration-files">
    {files.map(({ path, found }) => (
      <li key={path}>
        <code>{path}</code>
        <span class={found ? 'found' : 'missing'}>{found ? 'read' : 'not there'}</span>
      </li>
    ))}
  </ul>
);
