import { defineEvent } from '../define-event.js';
import { flag, instant, nested, optional } from '../fields.js';
import { AlertRaised, alertRaised } from './alert-raised.js';

export class ShadowFindingRecorded {
  /** The alert that a live rule would have raised, as it would say now. */
  @nested(() => AlertRaised)
  finding!: AlertRaised;

  /** Late history has shown that it never stood like this. */
  @flag()
  superseded!: boolean;

  /** Of a deadline: when what it said was overdue was done after its time, or the deadline left shadow. */
  @optional()
  @instant()
  clearedAt?: string;
}

export const shadowFindingRecorded = defineEvent({
  name: 'ShadowFindingRecorded',
  origin: 'platform',
  schema: 1,
  payload: ShadowFindingRecorded,
  about: {
    en: 'A rule in shadow found, or found more of, what it would have raised an alert for.',
    zh: '处于影子阶段的规则发现了（或进一步发现了）本应告警的情况。',
  },
  sample: { finding: alertRaised.sample, superseded: false },
  personal: ['/finding'],
});
