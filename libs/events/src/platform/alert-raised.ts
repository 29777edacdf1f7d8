import { defineEvent } from '../define-event.js';
import {
  anyObject,
  decimal,
  flag,
  instant,
  listOf,
  matching,
  nested,
  oneOf,
  optional,
  text,
  whole,
} from '../fields.js';
import {
  severities,
  type Severity,
  MAX_PERSON_ID,
  MAX_REFERENCE,
  UUID,
  MAX_COUNT,
  MAX_EVIDENCE,
} from '../vocabulary.js';

/** What the rule counted by. */
export class AlertKey {
  @oneOf(['operator', 'terminal', 'store', 'actor'])
  groupBy!: 'operator' | 'terminal' | 'store' | 'actor';

  @text({ max: MAX_PERSON_ID })
  value!: string;
}

export class AlertRaised {
  @text({ max: MAX_REFERENCE })
  rule!: string;

  @whole({ min: 1, max: MAX_COUNT })
  ruleVersion!: number;

  @oneOf(severities)
  severity!: Severity;

  @nested(() => AlertKey)
  key!: AlertKey;

  @optional()
  @text({ max: MAX_PERSON_ID })
  operatorId?: string;

  @optional()
  @text({ max: MAX_REFERENCE })
  terminalId?: string;

  @optional()
  @text({ max: MAX_REFERENCE })
  storeId?: string;

  /** Id of the finding's first event. */
  @matching(UUID)
  anchor!: string;

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

  /** Found when somebody had the past judged again, not while it happened. */
  @optional()
  @flag()
  backfill?: boolean;
}

export const alertRaised = defineEvent({
  name: 'AlertRaised',
  origin: 'platform',
  schema: 1,
  payload: AlertRaised,
  about: { en: 'A rule found something that a person should look at.', zh: '规则发现了需要人工查看的情况。' },
  sample: {
    rule: 'r01-operator-guessing',
    ruleVersion: 1,
    severity: 'high',
    key: { groupBy: 'operator', value: 'o-7' },
    operatorId: 'o-7',
    terminalId: 't-1',
    anchor: '0d9a2c64-8d1f-4b8e-9c55-5a3f6f1f7e01',
    count: 6,
    firstAt: '2026-03-02T01:00:00.000Z',
    lastAt: '2026-03-02T01:04:10.000Z',
    evidence: ['0d9a2c64-8d1f-4b8e-9c55-5a3f6f1f7e01'],
    details: { terminals: 1 },
    late: false,
    lateByMs: 0,
  },
  personal: ['/key/value', '/operatorId', '/details'],
});
