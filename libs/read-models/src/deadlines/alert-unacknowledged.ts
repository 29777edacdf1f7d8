import type { Deadline } from '../deadline.js';
import { hourMs } from '../deadline-sql.js';

/** R30h */
export const alertUnacknowledged: Deadline = {
  id: 'R30h',
  version: 1,
  severity: 'medium',
  title: { en: 'Nobody acknowledged an alert in time', zh: '告警超时无人确认' },
  runbook: {
    en: 'Acknowledge the alert it names, or give it to somebody. When it happens again and again, look at who is on duty, at the channels that should have told them, and at the rules that raise too much.',
    zh: '确认所指的告警，或指派给他人。若反复发生，检查值班安排、应当送达的通知渠道，以及告警过多的规则。',
  },
  falsePositives: {
    en: 'The alert is being worked on and nobody pressed the button.',
    zh: '告警已在处理，只是没有人点击确认。',
  },
  knownGaps: {
    en: 'Low alerts are left out, and so are alerts of this kind: nobody is alerted of an alert of an alert. The hours are one profile for everybody.',
    zh: '低级别告警以及本规则自身的告警不在此列。时限对所有人采用同一标准。',
  },
  references: ['PCI DSS 4.0.1 10.4.1', 'PCI DSS 4.0.1 10.7.3', 'PCI DSS 4.0.1 12.10.5'],
  due: {
    en: 'when an alert has to be acknowledged by its severity (critical 15 minutes, high 1 hour, medium 8 hours); high for critical and high alerts',
    zh: '按告警级别的确认时限（严重 15 分钟、高 1 小时、中 8 小时）；严重与高级别告警超时记为高',
  },
  groupBy: 'operator',
  basis: 'clock',
  noticeMs: hourMs,
  unmet: ({ untilMs }) => ({
    text: `
      SELECT key,
        md5(id || '|' || (document->>'openedAt'))::uuid::text AS anchor, 1 AS count,
        CASE WHEN severity >= 2 THEN 'high' ELSE 'medium' END AS severity,
        (extract(epoch FROM (document->>'openedAt')::timestamptz) * 1000)::bigint AS started_at,
        acknowledge_by AS due_at, operator_id, terminal_id, store_id, NULL AS evidence,
        json_build_object('alertId', id, 'rule', rule, 'openedAt', document->'openedAt') AS details
      FROM read_models.alerts
      WHERE status = 'open' AND acknowledge_by <= $1::bigint AND severity >= 1 AND rule <> 'R30h'`,
    values: [untilMs],
  }),
  ended: `
    SELECT (extract(epoch FROM coalesce(about.document->'acknowledged'->>'at', about.document->'resolution'->>'at',
        about.document->>'openedAt')::timestamptz) * 1000)::bigint AS at, NULL AS by
    FROM read_models.alerts AS about
    WHERE about.id = told.document->'details'->>'alertId'
      AND (about.status <> 'open' OR about.document->>'openedAt' <> told.document->'details'->>'openedAt')`,
};
