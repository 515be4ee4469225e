import type { Finding } from '../../../shared/doctor.ts';
import type { Check } from '../surroundings.ts';

/** Whether Metafob runs, and whether somebody else has its place. */
export const serviceNotRunning: Check = ({ service, shell, host, place }) => {
  switch (service.kind) {
    case 'running':
      return service.state === undefined
        ? [
            {
              id: 'service-of-another-user',
              severity: 'note',
              title: `Metafob at ${service.url} was not started by this user`,
              why: 'Its sessions, warnings and prompts can not be looked at from here.',
            },
          ]
        : [];
    case 'not-running':
      if (place === 'service') return [notListening];
      return [
        {
          id: 'service-not-running',
          severity: 'problem',
          title: 'Metafob does not run',
          why: `Nobody answers at ${service.url}.${host.isContainer ? ' This is a container: 127.0.0.1 is the container itself. If Metafob runs on the machine around it, start the container with “--network host”, or see docs/containers.md.' : ''}`,
          fix: { line: shell.metafob('start') },
        },
      ];
    case 'somebody-else':
      return [
        {
          id: 'port-taken',
          severity: 'problem',
          title: `${service.holder ?? 'Another program'} has Metafob's place at ${service.url}`,
          why: 'What answers there is not Metafob, so Metafob cannot listen there.',
          fix: {
            line: shell.metafob('start', '--port', '45001'),
          },
        },
      ];
  }
};

/** Said by the app itself, which is paused, or found its port taken. */
const notListening: Finding = {
  id: 'service-not-listening',
  severity: 'problem',
  title: 'Metafob does not listen',
  why: 'It is paused, or its address could not be opened. The view “Connection” says which.',
  fix: { sentence: 'Choose “Resume” or “Try again” in the view “Connection”.' },
};

/** Other programs of the same kind, which may have the address, or answer in our place. */
export const otherTools: Check = ({ host }) =>
  host.otherTools.map((name) => ({
    id: 'other-tool',
    severity: 'warning',
    title: `${name} runs`,
    why: 'It serves credentials like Metafob, perhaps at 169.254.169.254. Programs that find it first use its credentials.',
    fix: { sentence: `Stop it, if Metafob is to take its place.` },
  }));

/** What the service says about its own configuration. */
export const serviceWarnings: Check = ({ service }) =>
  (service.kind === 'running' ? (service.state?.warnings ?? []) : []).map((warning) => ({
    id: 'configuration-warning',
    severity: 'warning',
    title: 'Metafob warns about its configuration',
    why: warning,
  }));
