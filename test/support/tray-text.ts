import type { TrayMenuItem, TrayView } from '../../src/main/tray/tray-view.ts';

/** A tray as text, for documentation and for assertions: its icon, its tooltip, and its menu as people see it. */
export const trayText = ({ icon, tooltip, menu }: TrayView): string =>
  [`Icon: ${icon}`, `Tooltip: ${tooltip}`, '', ...box(menu), ''].join('\n');

function box(items: readonly TrayMenuItem[]): string[] {
  const lines = items.flatMap((item) => itemLines(item, ''));
  const width = Math.max(...lines.map((each) => (each === separatorMark ? 0 : [...each].length)));
  return [
    `┌─${'─'.repeat(width)}─┐`,
    ...lines.map((each) =>
      each === separatorMark
        ? `├─${'─'.repeat(width)}─┤`
        : `│ ${each}${' '.repeat(width - [...each].length)} │`,
    ),
    `└─${'─'.repeat(width)}─┘`,
  ];
}

const separatorMark = '\0';

/** Disabled items stand in parentheses. */
function itemLines(item: TrayMenuItem, indent: string): string[] {
  switch (item.type) {
    case 'separator':
      return [separatorMark];
    case 'submenu':
      return [
        `${indent}  ${item.label} ▸`,
        ...item.items.flatMap((each) => itemLines(each, `${indent}    `)),
      ];
    case 'normal':
      return [`${indent}  ${item.enabled ? item.label : `(${item.label})`}`];
    case 'radio':
    case 'checkbox': {
      const [ticked, empty] = item.type === 'radio' ? ['●', '○'] : ['✓', ' '];
      return [`${indent}${item.checked ? ticked : empty} ${item.enabled ? item.label : `(${item.label})`}`];
    }
  }
}
