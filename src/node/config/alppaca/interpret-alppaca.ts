import { isIPv6 } from 'node:net';
import { failed, type Result, success } from '../../../core/result.ts';
import type { ConfigProblem } from '../config-problem.ts';
import { nearestWord } from '../nearest-word.ts';
import type { LogSettings, ServiceSettings, UpstreamSettings } from '../service-settings.ts';
import { AlppacaConfiguration } from './alppaca-schema.ts';
import type { AlppacaSettings } from './alppaca-settings.ts';
import { mapLoggingHandler } from './logging-handler.ts';
import type { MergedYaml, Place } from './yaml-files.ts';

/** alppaca's defaults. */
const defaults = {
  bindIp: '127.0.0.1',
  bindPort: 25_772,
  protocol: 'https',
  region: 'eu-central-1',
  logLevel: 'warn',
  logFormat: 'alppaca: [%(levelname)s] %(message)s',
} as const;

const knownKeys = Object.keys(AlppacaConfiguration.shape);

/** What the merged files mean. `file` is where a key that is missing altogether would belong. */
export function interpretAlppaca(
  yaml: MergedYaml,
  file: string,
): Result<Omit<AlppacaSettings, 'files'>, readonly ConfigProblem[]> {
  const placeOf = (path: string): Place =>
    yaml.places.get(path) ??
    yaml.places.get(path.slice(0, Math.max(path.lastIndexOf('.'), 0))) ?? { file, line: 1 };
  const unknown = Object.keys(yaml.values).filter((key) => !knownKeys.includes(key));
  const parsed = AlppacaConfiguration.safeParse(yaml.values);
  if (!parsed.success) {
    const isMissing = !yaml.places.has('ims_host');
    return failed(
      parsed.error.issues.map((issue) => {
        const key = issue.path.slice(0, 2).map(String).join('.');
        if (key === 'ims_host' && isMissing) return missingHost(unknown, placeOf);
        return { ...placeOf(key), key, message: `${key} ${issue.message}` };
      }),
    );
  }
  const { data } = parsed;
  if (data.aws_proxy_host && data.aws_proxy_port == null) {
    const key = 'aws_proxy_host';
    return failed([{ ...placeOf(key), key, message: `${key} needs aws_proxy_port beside it` }]);
  }
  const handler = data.logging_handler ? mapLoggingHandler(data.logging_handler) : undefined;
  return success({
    listener: {
      host: data.bind_ip ?? defaults.bindIp,
      port: data.bind_port ?? defaults.bindPort,
      tokensRequired: false,
    },
    service: serviceSettings(data, handler?.settings ?? {}),
    warnings: [
      ...unknown.map((key) => ({ ...placeOf(key), key, message: unknownKey(key) })),
      ...(handler?.remarks ?? []).map((remark) => ({
        ...placeOf('logging_handler'),
        key: 'logging_handler',
        message: `logging_handler ${remark}`,
      })),
    ],
  });
}

/** The one key that must be there may only be mistyped. */
function missingHost(unknown: readonly string[], placeOf: (path: string) => Place): ConfigProblem {
  const key = unknown.find((candidate) => nearestWord(candidate, knownKeys) === 'ims_host');
  if (key !== undefined)
    return { ...placeOf(key), key, message: `ims_host is missing; is ${key} meant to be it?` };
  const message = 'ims_host is missing: name the host of the metadata service to ask';
  return { ...placeOf('ims_host'), key: 'ims_host', message };
}

const unknownKey = (key: string): string => {
  const suggestion = nearestWord(key, knownKeys);
  const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  return `unknown key ${key} is ignored.${hint} Keys are ${knownKeys.join(', ')}.`;
};

function serviceSettings(
  data: AlppacaConfiguration,
  logFile: Pick<LogSettings, 'file' | 'rotation'>,
): ServiceSettings {
  const { log_format: format, user, group } = data;
  const lineFormat = format ?? (logFile.file === undefined ? undefined : defaults.logFormat);
  return {
    upstream: upstreamSettings(data),
    log: {
      level: data.log_level ?? defaults.logLevel,
      ...(lineFormat === undefined ? {} : { format: lineFormat }),
      ...logFile,
    },
    ...(user || group ? { privileges: { ...(user ? { user } : {}), ...(group ? { group } : {}) } } : {}),
  };
}

function upstreamSettings(data: AlppacaConfiguration): UpstreamSettings {
  const { assume_role: assumeRoleArn, aws_proxy_host: proxyHost, aws_proxy_port: proxyPort } = data;
  return {
    url: addressOf(data.ims_protocol ?? defaults.protocol, data.ims_host, data.ims_port),
    region: data.aws_region ?? defaults.region,
    ...(assumeRoleArn ? { assumeRoleArn } : {}),
    ...(proxyHost ? { awsProxy: addressOf('http', proxyHost, proxyPort) } : {}),
  };
}

const addressOf = (protocol: string, host: string, port: number | null | undefined): string =>
  `${protocol}://${isIPv6(host) ? `[${host}]` : host}${port == null ? '' : `:${port}`}`;
