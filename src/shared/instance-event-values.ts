/** What events may say. Plain lists, without the weight of a schema: the command line shows them in its help. */

export const spotActions = ['terminate', 'stop', 'hibernate'] as const;

export const maintenanceCodes = [
  'instance-reboot',
  'system-reboot',
  'system-maintenance',
  'instance-retirement',
  'instance-stop',
] as const;

export const maintenanceStates = ['active', 'completed', 'canceled'] as const;

export const lifecycleStates = [
  'Detached',
  'InService',
  'Standby',
  'Terminated',
  'Warmed:Hibernated',
  'Warmed:Running',
  'Warmed:Stopped',
  'Warmed:Terminated',
] as const;
