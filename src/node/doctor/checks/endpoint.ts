import { asksForMetadata, originOf } from '../facts.ts';
import type { Check, Surroundings } from '../surroundings.ts';

const VARIABLE = 'AWS_EC2_METADATA_SERVICE_ENDPOINT';

/** Where programs ask for instance metadata, and whether Metafob is there. */
export const endpointLeadsElsewhere: Check = (surroundings) => {
  const { endpoint, service } = surroundings;
  if (!asksForMetadata(surroundings) || endpoint.answerer === 'metafob') return [];
  if (service.kind === 'running' && service.profileUrls.includes(originOf(endpoint.url) ?? '')) return [];
  return [
    {
      id: endpoint.setBy === undefined ? 'endpoint-not-set' : 'endpoint-leads-elsewhere',
      // The service cannot know what a shell sets.
      severity: surroundings.place === 'service' && endpoint.setBy === undefined ? 'note' : 'problem',
      title: titleOf(surroundings),
      why: whyOf(surroundings),
      fix: fixOf(surroundings),
    },
  ];
};

function titleOf({ endpoint: { url, setBy, answerer } }: Surroundings): string {
  if (answerer === undefined) return `“${url}” is no address of a metadata service`;
  const who = answerer === 'nobody' ? 'nobody answers there' : 'something that is not Metafob answers there';
  return setBy === undefined
    ? `Programs ask at ${url}, as on EC2, but ${who}`
    : `Programs ask at ${url}, but ${who}`;
}

function whyOf({ endpoint: { setBy }, host, service }: Surroundings): string {
  if (setBy?.file !== undefined)
    return `${setBy.name} on line ${setBy.file} says so. The variable would win over it.`;
  if (setBy !== undefined) return `${setBy.name} says so.`;
  const evidence =
    host.ec2Evidence === undefined
      ? ''
      : ` This machine is an EC2 instance (${host.ec2Evidence}), whose own service is there.`;
  const instead =
    host.ec2Evidence === undefined && service.kind === 'running'
      ? ' Instead of the line, “metafob address install” makes this address lead to Metafob for all programs.'
      : '';
  return `No endpoint is set in the environment or in the AWS profile.${evidence}${instead}`;
}

function fixOf({ service, shell }: Surroundings) {
  return service.kind === 'running'
    ? { line: shell.variables({ set: { [VARIABLE]: `${service.url}/` } }) }
    : { sentence: 'Start Metafob first, and run this again.' };
}

/** AWS CLI 2.9 and others put the path directly behind the text. */
export const endpointWithoutSlash: Check = (surroundings) => {
  const { endpoint, shell } = surroundings;
  const { url, setBy, answerer } = endpoint;
  if (setBy === undefined || answerer === undefined || url.endsWith('/')) return [];
  if (!asksForMetadata(surroundings)) return [];
  return [
    {
      id: 'endpoint-without-slash',
      severity: 'warning',
      title: `${setBy.name} has no slash at the end`,
      why: `Older clients, such as AWS CLI 2.9, put the path directly behind “${url}”, and fail.`,
      fix: { line: shell.variables({ set: { [VARIABLE]: `${url}/` } }) },
    },
  ];
};
