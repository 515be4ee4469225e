import { failed, success } from '../../../src/core/result.ts';
import { readAlppacaDirectory } from '../../../src/node/config/alppaca/read-alppaca-directory.ts';

/** Reads a directory that only exists here: texts by file name. */
export const readTexts = (texts: Readonly<Record<string, string>>) =>
  readAlppacaDirectory(
    '/etc/alppaca',
    async (file) => {
      const text = texts[file];
      return text === undefined ? failed('cannot read this file') : success({ text });
    },
    async () => success(Object.keys(texts)),
  );

export const readText = (text: string) => readTexts({ 'config.yaml': text });

/** The settings of a configuration that should be right. */
export async function settingsOf(text: string) {
  const settings = await readText(text);
  if (!settings.ok) throw new Error(JSON.stringify(settings.failure));
  return settings.value;
}

/** The problems of a configuration that should be wrong. */
export async function problemsOf(text: string) {
  const settings = await readText(text);
  if (settings.ok) throw new Error('The configuration should have problems.');
  return settings.failure;
}

/** As the README of alppaca shows it. */
export const readmeExample = `## Set Instance Metadata Service host, port and protocol for e.g. AFP
ims_host: 'localhost'
ims_port: 8080
ims_protocol: 'http'

## Bind to the following address.
bind_ip: 127.0.0.1
bind_port: 25772
## Use these settings if no iptables is used:
# bind_ip: 169.254.169.254
# bind_port: 80

## Possible log levels are debug, info, warning (default), error
log_level: warning

## Example for filelogging:
log_format: '%(asctime)s [%(levelname)s] %(message)s'

## Import Python logging handler and configure.
logging_handler:
  module: logging.handlers
  class: WatchedFileHandler
  args: [/var/log/alppaca.log]

## Allows to automatically switch to another role
# assume_role: arn:aws:iam::123456789012:role/demoRole

## Proxy settings for assume_role call to aws
# aws_proxy_host: my_proxy.local
# aws_proxy_port: 3128

## Connect to specified region for assume_role call
# aws_region: eu-central-1

## Drop privileges and run with this user and group
# instead of user nobody you can use alpacca/alpacca
user: nobody
group: nobody
`;
