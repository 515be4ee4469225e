import type { EventStart } from '../../core/instance-metadata/events.ts';
import type { AemmDocument } from './aemm-document.ts';
import type { PlannedEvent } from './planned-event.ts';

const startOf = (delaySeconds: number | undefined, triggerTime: number | undefined): EventStart =>
  triggerTime === undefined ? { afterMs: (delaySeconds ?? 0) * 1000 } : { at: triggerTime };

/** An event for each section that is there; amazon-ec2-metadata-mock itself has them on by default. */
export function aemmEvents(document: AemmDocument): readonly PlannedEvent[] {
  const { spot, events, asg, autoscaling, metadata } = document;
  const start = startOf(document['mock-delay-sec'], document['mock-trigger-time']);
  const rebalanceDelay = document['rebalance-delay-sec'];
  const rebalanceTime = document['rebalance-trigger-time'];
  const noticeTime = spot?.['rebalance-rec-time'];
  const state = autoscaling?.['target-lifecycle-state'] ?? asg?.['target-lifecycle-state'];
  const planned: (PlannedEvent | undefined)[] = [
    spot && {
      event: { kind: 'spot-interruption', action: spot.action ?? 'terminate', time: spot.time },
      start,
    },
    (noticeTime ?? rebalanceDelay ?? rebalanceTime) === undefined
      ? undefined
      : {
          event: { kind: 'rebalance-recommendation', noticeTime },
          start: startOf(rebalanceDelay, rebalanceTime),
        },
    events && {
      event: {
        kind: 'scheduled-maintenance',
        code: events.code ?? 'system-reboot',
        state: events.state,
        notBefore: events['not-before'],
        notAfter: events['not-after'],
        notBeforeDeadline: events['not-before-deadline'],
        eventId: metadata?.values?.['event-id'],
      },
      start,
    },
    state && { event: { kind: 'target-lifecycle-state', state }, start },
  ];
  return planned.filter((event) => event !== undefined);
}
