/**
 * The keys of alppaca's configuration (its example_config.yaml, and what its main.py reads). Messages complete
 * the sentence "KEY …" and never repeat the value.
 */
import * as z from 'zod/mini';

/** YAML reads `8080` as a number and `'8080'` as text; both are meant the same. */
const text = (pattern: RegExp, error: string) =>
  z.pipe(
    z.union([z.string(), z.number()], { error }),
    z.pipe(z.transform(String), z.string().check(z.trim(), z.regex(pattern, { error }))),
  );

const portError = 'must be a port number from 0 to 65535';
const port = z.pipe(
  text(/^\d{1,5}$/, portError),
  z.pipe(z.transform(Number), z.number().check(z.maximum(65_535, { error: portError }))),
);

const host = text(/^[\w.:-]+$/, 'must be a host name or an IP address, without http:// and without a path');
const account = text(/^[\w][\w.@-]*\$?$/, 'must be the name or the number of an account of this machine');

/** A key without a value is as if it were not there, as it is for alppaca. */
const setting = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

/** The levels of Python's logging; metafob has four. */
const levels = {
  debug: 'debug',
  notset: 'debug',
  info: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  critical: 'error',
  fatal: 'error',
} as const;

const isLevel = (name: string): name is keyof typeof levels => Object.hasOwn(levels, name);
const levelError = { error: 'must be debug, info, warning or error' };

const logLevel = z.pipe(
  z.string(levelError).check(z.trim(), z.toLowerCase(), z.refine(isLevel, levelError)),
  z.transform((name) => (isLevel(name) ? levels[name] : 'warn')),
);

export const LoggingHandler = z.object({
  module: setting(z.string({ error: 'must be the name of a Python module' })),
  class: z.string({ error: 'must be the name of a Python logging handler, such as WatchedFileHandler' }),
  args: setting(z.array(z.unknown(), { error: 'must be a list, as [/var/log/alppaca.log]' })),
  kwargs: setting(z.record(z.string(), z.unknown(), { error: 'must hold keys with values' })),
});
export type LoggingHandler = z.infer<typeof LoggingHandler>;

export const AlppacaConfiguration = z.object({
  ims_host: text(/^[\w.:-]+$/, 'must be a host name or an IP address, without http:// and without a path'),
  ims_port: setting(port),
  ims_protocol: setting(z.enum(['http', 'https'], { error: 'must be http or https' })),
  bind_ip: setting(host),
  bind_port: setting(port),
  log_level: setting(logLevel),
  log_format: setting(z.string({ error: "must be text, such as '%(asctime)s [%(levelname)s] %(message)s'" })),
  logging_handler: setting(LoggingHandler),
  assume_role: setting(
    text(
      /^arn:aws[a-z-]*:iam::\d{12}:role\/([\w+=,.@/-]+\/)?[\w+=,.@-]+$/,
      'must be like arn:aws:iam::123456789012:role/NAME',
    ),
  ),
  aws_proxy_host: setting(host),
  aws_proxy_port: setting(port),
  aws_region: setting(
    text(/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/, 'must be the code of an AWS region, such as eu-central-1'),
  ),
  user: setting(account),
  group: setting(account),
});
export type AlppacaConfiguration = z.infer<typeof AlppacaConfiguration>;
