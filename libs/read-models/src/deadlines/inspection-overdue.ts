import type { Deadline } from '../deadline.js';
import { dayMs } from '../deadline-sql.js';

/** R31 */
export const inspectionOverdue: Deadline = {
  id: 'R31',
  version: 1,
  severity: 'medium',
  title: { en: 'Terminal was not inspected in time', zh: '终端逾期未巡检' },
  runbook: {
    en: 'Have somebody look at the terminal against its checklist, with photos, and record it on its page. A terminal that is not there any more is retired or moved in the register.',
    zh: '安排人员按检查表巡检该终端并拍照，在终端页面登记结果。终端已不在原处的，请在登记册中停用或变更门店。',
  },
  falsePositives: {
    en: 'An inspection that took place and nobody recorded.',
    zh: '已完成巡检但未登记。',
  },
  knownGaps: {
    en: 'Only terminals in the register are inspected at all. Without an interval of its own from a risk analysis a terminal has 90 days.',
    zh: '仅适用于已登记的终端。未按风险分析设定周期的终端按 90 天计。',
  },
  references: ['PCI DSS 4.0.1 9.5.1.2', 'PCI DSS 4.0.1 9.5.1.2.1'],
  due: { en: 'the interval of the terminal after its last inspection', zh: '上次巡检后满该终端的巡检周期' },
  groupBy: 'terminal',
  basis: 'clock',
  noticeMs: 14 * dayMs,
  unmet: ({ untilMs }) => ({
    text: `
      SELECT 'terminal:' || id AS key, md5(id || '|' || inspection_due)::uuid::text AS anchor, 1 AS count,
        'medium' AS severity, inspection_due AS started_at, inspection_due AS due_at, NULL AS operator_id,
        id AS terminal_id, store_id, NULL AS evidence, json_build_object('custodian', document->'custodian') AS details
      FROM read_models.terminal_registry WHERE inspection_due <= $1::bigint`,
    values: [untilMs],
  }),
  // Another interval, or a terminal that was retired: it was not due after all.
  ended: `
    SELECT coalesce((
        SELECT at FROM read_models.timeline WHERE terminal_id = told.terminal_id AND name = 'TerminalInspected'
          AND at >= told.due_at ORDER BY at LIMIT 1
      ), told.due_at) AS at, NULL AS by
    FROM read_models.terminal_registry AS registry
    WHERE registry.id = told.terminal_id AND registry.inspection_due IS DISTINCT FROM told.due_at`,
};
