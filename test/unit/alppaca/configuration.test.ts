import { describe, expect, test } from 'vitest';
import { problemsOf, readmeExample, readTexts, settingsOf } from './support.ts';

test("the example of alppaca's README is understood as a whole", async () => {
  expect(await settingsOf(readmeExample)).toEqual({
    listener: { host: '127.0.0.1', port: 25772, tokensRequired: false },
    service: {
      upstream: { url: 'http://localhost:8080', region: 'eu-central-1' },
      log: {
        level: 'warn',
        format: '%(asctime)s [%(levelname)s] %(message)s',
        file: '/var/log/alppaca.log',
        rotation: { by: 'watching' },
      },
      privileges: { user: 'nobody', group: 'nobody' },
    },
    warnings: [],
    files: ['config.yaml'],
  });
});

test('what is not said is as in alppaca', async () => {
  const { listener, service } = await settingsOf('ims_host: afp.example\nims_port: 443\n');
  expect(listener).toEqual({ host: '127.0.0.1', port: 25772, tokensRequired: false });
  expect(service).toEqual({
    upstream: { url: 'https://afp.example:443', region: 'eu-central-1' },
    log: { level: 'warn' },
  });
});

test('a role to assume brings its region and its proxy', async () => {
  const { service } = await settingsOf(`ims_host: afp.example
assume_role: arn:aws:iam::123456789012:role/demoRole
aws_proxy_host: my_proxy.local
aws_proxy_port: 3128
aws_region: eu-west-1
`);
  expect(service.upstream).toEqual({
    url: 'https://afp.example',
    region: 'eu-west-1',
    assumeRoleArn: 'arn:aws:iam::123456789012:role/demoRole',
    awsProxy: 'http://my_proxy.local:3128',
  });
});

test('keys without a value and numbers in quotes are accepted', async () => {
  const { listener, service } = await settingsOf("ims_host: '::1'\nims_port: '8080'\nbind_port:\nuser:\n");
  expect(listener.port).toBe(25772);
  expect(service.upstream?.url).toBe('https://[::1]:8080');
  expect(service.privileges).toBeUndefined();
});

test('of equal keys in a file the last one counts, as for PyYAML', async () => {
  const { service } = await settingsOf('ims_host: first.example\nims_host: last.example\n');
  expect(service.upstream?.url).toBe('https://last.example');
});

describe('the files of a directory', () => {
  test('are merged in order: later keys win, mappings are merged key by key', async () => {
    const settings = await readTexts({
      '01_base.yaml': `ims_host: base.example
ims_port: 8080
logging_handler:
  module: logging.handlers
  class: WatchedFileHandler
  args: [/var/log/base.log]
`,
      '02_empty.yaml': '# nothing here\n',
      '03_site.yaml': `ims_host: site.example
logging_handler:
  args: [/var/log/site.log]
---
log_level: DEBUG
`,
    });
    expect(settings.ok && settings.value.service).toMatchObject({
      upstream: { url: 'https://site.example:8080' },
      log: { level: 'debug', file: '/var/log/site.log', rotation: { by: 'watching' } },
    });
  });

  test('tell about a problem in the file that wrote the value', async () => {
    const settings = await readTexts({
      '01.yaml': 'ims_host: a.example\nims_port: 80\n',
      '02.yaml': '\n# wrong\nims_port: many\n',
    });
    expect(settings).toEqual({
      ok: false,
      failure: [
        {
          file: '02.yaml',
          line: 3,
          key: 'ims_port',
          message: 'ims_port must be a port number from 0 to 65535',
        },
      ],
    });
  });

  test('that cannot be read, or are not YAML, are each told', async () => {
    const settings = await readTexts({ 'a.yaml': 'ims_host: [x', 'b.yaml': '- a list\n' });
    const problems = settings.ok ? [] : settings.failure;
    expect(problems.map(({ file }) => file)).toEqual(['a.yaml', 'b.yaml']);
    expect(problems[0]?.message).toMatch(/not YAML/);
    expect(problems[1]?.message).toMatch(/key: value/);
  });
});

describe('mistakes are told with their line', () => {
  test.each([
    ['ims_host: http://afp.example\n', 'ims_host', /without http/],
    ['ims_host: a\nims_protocol: ftp\n', 'ims_protocol', /http or https/],
    ['ims_host: a\nbind_port: 70000\n', 'bind_port', /port number/],
    ['ims_host: a\nlog_level: loud\n', 'log_level', /debug, info, warning or error/],
    ['ims_host: a\nassume_role: demoRole\n', 'assume_role', /must be like arn:aws:iam/],
    ['ims_host: a\naws_proxy_host: proxy\n', 'aws_proxy_host', /needs aws_proxy_port/],
    ['ims_host: a\naws_region: Frankfurt\n', 'aws_region', /code of an AWS region/],
    ['ims_host: a\nuser: [nobody]\n', 'user', /account of this machine/],
    ['ims_host: a\nlogging_handler: file\n', 'logging_handler', /logging_handler /],
  ])('%j', async (text, key, message) => {
    const problems = await problemsOf(text);
    const line = text.split('\n').findIndex((candidate) => candidate.startsWith(`${key}:`)) + 1;
    expect(problems).toEqual([{ file: 'config.yaml', line, key, message: expect.stringMatching(message) }]);
  });

  test('inside the log handler too', async () => {
    const text = 'ims_host: a\nlogging_handler:\n  module: logging\n  class: 7\n';
    expect(await problemsOf(text)).toMatchObject([{ line: 4, key: 'logging_handler.class' }]);
  });

  test('a value is never repeated, because it may be a secret in the wrong place', async () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG';
    for (const key of ['ims_host', 'ims_port', 'user', 'log_level', 'assume_role', 'logging_handler']) {
      const text = `${key === 'ims_host' ? '' : 'ims_host: a\n'}${key}: "${secret} x"\n`;
      expect(JSON.stringify(await problemsOf(text))).not.toContain('wJalr');
    }
    expect(JSON.stringify(await problemsOf(`ims_host: "${secret}\n  x: [`))).not.toContain('wJalr');
  });
});

test('an unknown key is ignored, with a guess at what was meant', async () => {
  const { warnings } = await settingsOf('ims_host: a\n\nbind_prt: 80\n');
  expect(warnings).toMatchObject([{ file: 'config.yaml', line: 3, key: 'bind_prt' }]);
  expect(warnings[0]?.message).toContain('Did you mean bind_port?');
});

test('without the host of the upstream there is no configuration', async () => {
  expect(await problemsOf('ims_port: 8080\n')).toMatchObject([{ line: 1, key: 'ims_host' }]);
  expect(await problemsOf('\nims_hots: a\n')).toMatchObject([
    { line: 2, key: 'ims_hots', message: 'ims_host is missing; is ims_hots meant to be it?' },
  ]);
});
