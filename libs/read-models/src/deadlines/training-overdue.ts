import type { Deadline } from '../deadline.js';
import { dayMs } from '../deadline-sql.js';

/** R32 */
export const trainingOverdue: Deadline = {
  id: 'R32',
  version: 1,
  severity: 'low',
  title: { en: 'Operator was not trained in time', zh: '操作员培训逾期' },
  runbook: {
    en: 'Train the operator on the topic, and record it with its evidence. Until then do not give them more than they have.',
    zh: '安排该操作员完成相应主题的培训，并登记证明材料。完成前不要授予更多权限。',
  },
  falsePositives: {
    en: 'A training that took place and nobody recorded; a whole list can be imported.',
    zh: '已完成培训但未登记；可批量导入培训名单。',
  },
  knownGaps: {
    en: 'Only operators in the register, and of topics beyond security awareness only those they were trained on before.',
    zh: '仅适用于已登记的操作员；除安全意识外，只跟踪其曾参加过的主题。',
  },
  references: ['PCI DSS 4.0.1 12.6.3', 'PCI DSS 4.0.1 9.5.1.3'],
  due: {
    en: 'security awareness when the operator is registered; every topic again when its training expires, after 12 months at the latest',
    zh: '登记时即须完成安全意识培训；各主题到期（最长 12 个月）后须再次培训',
  },
  groupBy: 'operator',
  basis: 'clock',
  noticeMs: 30 * dayMs,
  unmet: ({ untilMs }) => ({
    text: `
      SELECT 'operator:' || operator_id AS key, md5(training.id || '|' || due_at)::uuid::text AS anchor, 1 AS count,
        'low' AS severity, due_at AS started_at, due_at, operator_id, NULL AS terminal_id, NULL AS store_id,
        NULL AS evidence, json_build_object('topic', topic) AS details
      FROM read_models.training
      JOIN read_models.operator_registry AS registry ON registry.id = operator_id AND registry.registration <> 'left'
      WHERE due_at <= $1::bigint`,
    values: [untilMs],
  }),
  ended: `
    SELECT (document->'last'->>'completedAt')::bigint AS at, NULL AS by FROM read_models.training
    WHERE operator_id = told.operator_id AND topic = told.document->'details'->>'topic' AND training.due_at > told.due_at
    UNION ALL
    SELECT told.due_at + 1, NULL FROM read_models.operator_registry AS registry
    WHERE registry.id = told.operator_id AND registry.registration = 'left'`,
};
