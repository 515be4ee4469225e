import { describe, expect, it } from 'vitest';
import { changeEntry, otherLines, readEntry } from '../../../src/main/launch-at-login/desktop-entry.ts';

const entry = `# kept by alice
[Desktop Entry]
Type=Application
Name=Metafob
Name[de]=Metafob, auf Deutsch
Exec = /old/metafob

X-KDE-autostart-after=panel

[Desktop Action Other]
Exec=/other
`;

describe('a desktop entry', () => {
  it('has the values of its main group only', () => {
    expect(Object.fromEntries(readEntry(entry))).toEqual({
      Type: 'Application',
      Name: 'Metafob',
      'Name[de]': 'Metafob, auf Deutsch',
      Exec: '/old/metafob',
      'X-KDE-autostart-after': 'panel',
    });
  });

  it('is changed in place, and keeps every other line', () => {
    expect(changeEntry(entry, { Exec: '/new/metafob', Hidden: 'true' })).toBe(
      entry
        .replace('Exec = /old/metafob', 'Exec=/new/metafob')
        .replace('after=panel\n', 'after=panel\nHidden=true\n'),
    );
  });

  it('is made from nothing', () => {
    expect(changeEntry('', { Type: 'Application', Name: 'Metafob' })).toBe(
      '[Desktop Entry]\nType=Application\nName=Metafob\n',
    );
  });

  it('gets a main group when it has none', () => {
    expect(changeEntry('# empty\n', { Name: 'Metafob' })).toBe('# empty\n[Desktop Entry]\nName=Metafob\n');
  });

  it('tells which lines are not ours', () => {
    expect(otherLines(entry, ['Type', 'Name', 'Exec'])).toEqual([
      '# kept by alice',
      'Name[de]=Metafob, auf Deutsch',
      'X-KDE-autostart-after=panel',
      '[Desktop Action Other]',
    ]);
  });
});
