import { defineEvent } from '../define-event.js';
import { anyObject, decimal, flag, instant, listOf, matching, oneOf, whole } from '../fields.js';
import { severities, type Severity, UUID, MAX_COUNT, MAX_EVIDENCE } from '../vocabulary.js';

export class AlertRevised {
  @oneOf(severities)
  severity!: Severity;

  @whole({ min: 0, max: MAX_COUNT })
  count!: number;

  @instant()
  firstAt!: string;

  @instant()
  lastAt!: string;

  @listOf(matching(UUID), { max: MAX_EVIDENCE })
  evidence!: string[];

  @anyObject()
  details!: Record<string, unknown>;

  /** Raised by an event that came long after it happened. */
  @flag()
  late!: boolean;

  @decimal({ min: 0, max: Number.MAX_SAFE_INTEGER })
  lateByMs!: number;
}

export const alertRevised = defineEvent({
  name: 'AlertRevised',
  origin: 'platform',
  schema: 1,
  payload: AlertRevised,
  about: { en: 'A finding has become more than the alert said.', zh: '告警所述的发现有了新的进展。' },
  sample: {
    severity: 'critical',
    count: 9,
    firstAt: '2026-03-02T01:00:00.000Z',
    lastAt: '2026-03-02T01:06:00.000Z',
    evidence: ['0d9a2c64-8d1f-4b8e-9c55-5a3f6f1f7e01'],
    details: { terminals: 2 },
    late: false,
    lateByMs: 0,
  },
  personal: ['/details'],
});
