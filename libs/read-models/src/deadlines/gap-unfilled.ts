import type { Deadline } from '../deadline.js';
import { dayMs, hourMs } from '../deadline-sql.js';

const longestMs = 72 * hourMs;

/** R30b */
export const gapUnfilled: Deadline = {
  id: 'R30b',
  version: 1,
  severity: 'high',
  title: { en: 'Gap in a journal was not filled', zh: '日志缺口长时间未补齐' },
  runbook: {
    en: 'Events of this terminal are missing and it does not send them again. Look at its outbox and disk. When they cannot be recovered, declare the gap lost with the reason, so that it is known and no longer waited for.',
    zh: '该终端有事件缺失且未补传。检查其发件箱与磁盘。确认无法恢复时，请注明原因并将缺口声明为丢失，使其有据可查且不再等待。',
  },
  falsePositives: {
    en: 'A terminal in repair, or one whose disk is known to be lost and whose gap nobody has declared lost yet.',
    zh: '终端正在维修，或磁盘确已损坏但尚无人声明缺口丢失。',
  },
  knownGaps: {
    en: 'The clock runs from when we learnt of the gap, not from when the events happened.',
    zh: '时限从平台得知缺口时起算，而不是从事件发生时起算。',
  },
  references: ['PCI DSS 4.0.1 10.3.4', 'PCI DSS 4.0.1 10.7.2'],
  due: { en: '72 hours after the gap was found', zh: '发现缺口 72 小时后' },
  groupBy: 'terminal',
  basis: 'clock',
  noticeMs: dayMs,
  unmet: ({ untilMs }) => ({
    text: `
      SELECT 'terminal:' || gap.terminal_id AS key, md5(gap.id)::uuid::text AS anchor, 1 AS count, 'high' AS severity,
        gap.opened_at AS started_at, gap.opened_at + ${longestMs} AS due_at, NULL AS operator_id, gap.terminal_id,
        terminal.store_id, NULL AS evidence, json_build_object('epoch', gap.epoch, 'from', gap.document->'from',
        'to', gap.document->'to') AS details
      FROM read_models.terminal_gaps AS gap JOIN read_models.terminal_state AS terminal ON terminal.id = gap.terminal_id
      WHERE gap.status = 'open' AND gap.opened_at <= $1::bigint - ${longestMs}`,
    values: [untilMs],
  }),
  ended: `
    SELECT (document->>'closedAt')::bigint AS at, NULL AS by FROM read_models.terminal_gaps AS gap
    WHERE gap.terminal_id = told.terminal_id AND gap.status <> 'open'
      AND gap.epoch = (told.document->'details'->>'epoch')::bigint
      AND gap.first = (told.document->'details'->>'from')::bigint`,
};
