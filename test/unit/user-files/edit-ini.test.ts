import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIni } from '../../../src/node/config/ini.ts';
import {
  type Edited,
  readSection,
  removeEntries,
  removeSection,
  sectionNames,
  setEntries,
} from '../../../src/node/user-files/edit-ini.ts';

const textOf = (edited: Edited): string => {
  if (!edited.ok) throw new Error(edited.failure.message);
  return edited.value;
};

const messageOf = (edited: Edited): string => {
  if (edited.ok) throw new Error('expected a problem');
  return `${edited.failure.line}: ${edited.failure.message}`;
};

const entriesOf = (text: string, section: string) => {
  const read = readSection(text, section);
  if (!read.ok) throw new Error(read.failure.message);
  return read.value === undefined ? undefined : Object.fromEntries(read.value);
};

const credentials = `# my keys
[default]
aws_access_key_id = AKIAOLD   ; from the wiki
aws_secret_access_key=old

; the other account
[work]
aws_access_key_id: AKIAWORK
s3 =
  region = eu-west-1

unknown line without meaning
`;

describe('setting entries', () => {
  test('replaces values where they stand and leaves every other byte', () => {
    expect(
      textOf(
        setEntries(credentials, 'default', { aws_access_key_id: 'AKIANEW', aws_secret_access_key: 'new' }),
      ),
    ).toBe(credentials.replace('AKIAOLD', 'AKIANEW').replace('=old', '=new'));
  });

  test('puts new keys after the last entry of the section and its nested lines', () => {
    expect(textOf(setEntries(credentials, 'work', { region: 'eu-west-1' }))).toBe(
      credentials.replace('  region = eu-west-1\n', '  region = eu-west-1\nregion = eu-west-1\n'),
    );
  });

  test('puts new keys of the default section before the comment of the next one', () => {
    expect(textOf(setEntries(credentials, 'default', { region: 'x' }))).toBe(
      credentials.replace('key=old\n', 'key=old\nregion = x\n'),
    );
  });

  test('puts a new section at the end, set apart by a blank line', () => {
    expect(textOf(setEntries('[a]\nk = v\n', 'b', { x: '1', y: '2' }))).toBe(
      '[a]\nk = v\n\n[b]\nx = 1\ny = 2\n',
    );
    expect(textOf(setEntries('', 'b', { x: '1' }))).toBe('[b]\nx = 1\n');
  });

  test('takes key names as the SDKs do, whatever their letter case', () => {
    expect(textOf(setEntries('[a]\nRegion = x\n', 'a', { region: 'y' }))).toBe('[a]\nRegion = y\n');
  });

  test('keeps CRLF line endings, a byte order mark and a missing last line ending', () => {
    const text = '\uFEFF[a]\r\nk = 1\r\n[b]\r\nk = 2';
    expect(textOf(setEntries(text, 'a', { k: '3', l: '4' }))).toBe(
      '\uFEFF[a]\r\nk = 3\r\nl = 4\r\n[b]\r\nk = 2',
    );
    expect(textOf(setEntries(text, 'b', { l: '4' }))).toBe('\uFEFF[a]\r\nk = 1\r\n[b]\r\nk = 2\r\nl = 4');
    expect(textOf(setEntries(text, 'c', { l: '4' }))).toBe(`${text}\r\n\r\n[c]\r\nl = 4`);
  });

  test('fills empty values, with and without a comment behind them', () => {
    expect(textOf(setEntries('[a]\r\nk =\r\n', 'a', { k: '1' }))).toBe('[a]\r\nk =1\r\n');
    expect(textOf(setEntries('[a]\nk = # none\n', 'a', { k: '1' }))).toBe('[a]\nk = 1 # none\n');
  });

  test('an indented line is an entry in the dialect of Metafob', () => {
    const text = '[profile:a]\naccess_key=A\n  region=x\n';
    expect(textOf(setEntries(text, 'profile:a', { region: 'y' }, 'metafob'))).toBe(text.replace('=x', '=y'));
  });

  test.each([
    ['a line break', { key: 'a\nb' }],
    ['nothing', { key: '' }],
    ['space at its end', { key: 'a ' }],
    ['the start of a comment', { key: 'a #b' }],
    ['control characters', { key: 'a\u0007b' }],
  ])('refuses a value with %s, without repeating it', (_, values) => {
    const message = messageOf(setEntries('', 'a', values));
    expect(message).toContain('the value of key can not stand in this file');
    expect(message).not.toContain(JSON.stringify(values.key));
  });

  test('refuses names that would end the header or the line', () => {
    expect(messageOf(setEntries('', 'a]b', { k: 'v' }))).toContain('name of a section');
    expect(messageOf(setEntries('', 'a', { 'k=l': 'v' }))).toContain('no name for an entry');
  });

  test('refuses a section or an entry that is there twice, naming the line', () => {
    expect(messageOf(setEntries('[a]\n[b]\n[a]\n', 'a', { k: 'v' }))).toBe(
      '3: [a] is on line 1 and again on line 3; keep one of them',
    );
    expect(messageOf(setEntries('[a]\nk=1\nK=2\n', 'a', { k: 'v' }))).toContain('3: k is in this section');
  });

  test('refuses to replace a value that has nested lines', () => {
    expect(messageOf(setEntries(credentials, 'work', { s3: 'v' }))).toContain('9: s3 has further lines');
  });
});

describe('removing', () => {
  test('takes entries out with their nested lines, and nothing else', () => {
    expect(textOf(removeEntries(credentials, 'work', ['S3', 'absent']))).toBe(
      credentials.replace('s3 =\n  region = eu-west-1\n', ''),
    );
  });

  test('takes a section out up to its last entry, so that the comment of the next one stays', () => {
    expect(textOf(removeSection(credentials, 'default'))).toBe(
      credentials.replace(/\[default\].*?key=old\n/s, ''),
    );
  });

  test('of what is not there changes nothing', () => {
    expect(textOf(removeSection(credentials, 'absent'))).toBe(credentials);
    expect(textOf(removeEntries(credentials, 'absent', ['k']))).toBe(credentials);
  });
});

describe('reading', () => {
  test('gives the entries of one section, without comments and nested lines', () => {
    expect(entriesOf(credentials, 'default')).toEqual({
      aws_access_key_id: 'AKIAOLD',
      aws_secret_access_key: 'old',
    });
    expect(entriesOf(credentials, 'work')).toEqual({ aws_access_key_id: 'AKIAWORK', s3: '' });
    expect(entriesOf(credentials, 'absent')).toBeUndefined();
    expect(sectionNames(credentials)).toEqual(['default', 'work']);
  });
});

describe('any file', () => {
  const word = fc.stringMatching(/^[a-z]{1,3}$/);
  const line = fc.oneof(
    fc.tuple(word, word).map(([key, value]) => `${key} = ${value}`),
    fc.tuple(word, word).map(([key, value]) => `${key}=${value} # ${key}`),
    fc.constantFrom('', '  ', '# comment', ';x', 'no entry', '  nested = 1', '\t'),
  );
  const section = fc.tuple(word, fc.array(line, { maxLength: 6 }));
  const file = fc
    .tuple(
      fc.uniqueArray(section, { selector: ([name]) => name, maxLength: 4 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([sections, ending, isEnded, hasMark]) => {
      const lines = sections.flatMap(([name, content]) => [`[${name}]`, ...content]);
      return (hasMark ? '\uFEFF' : '') + lines.join(ending) + (isEnded && lines.length > 0 ? ending : '');
    });

  test('reads back what was set, and keeps every line it had but the replaced one', () => {
    fc.assert(
      fc.property(file, word, word, (text, name, key) => {
        const edited = setEntries(text, name, { [key]: 'NEW' });
        if (!edited.ok) return;
        expect(entriesOf(edited.value, name)?.[key]).toBe('NEW');
        const kept = edited.value.split(/\r?\n/);
        const lost = text.split(/\r?\n/).filter((old) => {
          const index = kept.indexOf(old);
          if (index !== -1) kept.splice(index, 1);
          return index === -1;
        });
        expect(lost.length).toBeLessThanOrEqual(1);
        for (const old of lost) if (old !== '\uFEFF') expect(old).toMatch(new RegExp(`^${key}\\b`));
      }),
    );
  });

  test('a new section and its removal leave the file as it was', () => {
    fc.assert(
      fc.property(file, (text) => {
        const added = textOf(setEntries(text, 'new-section', { key: 'value' }));
        expect(added.startsWith(text)).toBe(true);
        expect(textOf(removeSection(added, 'new-section')).trimEnd()).toBe(text.trimEnd());
      }),
    );
  });

  test('our own parser reads what was written in our dialect', () => {
    fc.assert(
      fc.property(file, word, (text, key) => {
        if (!parseIni(text).ok) return;
        const edited = setEntries(text, 'profile:x', { [key]: 'NEW' }, 'metafob');
        const parsed = parseIni(textOf(edited));
        expect(parsed.ok && parsed.value.at(-1)?.entries).toMatchObject([{ key, value: 'NEW' }]);
      }),
    );
  });
});
