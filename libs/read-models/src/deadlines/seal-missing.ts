import { sealDoubts } from '@tillwatch/domain';
import type { Deadline } from '../deadline.js';
import { minuteMs } from '../deadline-sql.js';

/** Our agent seals 10 seconds after an event, and every hundred events (docs/terminal.md). */
const longestMs = 10 * minuteMs;
/** The hundred, the seal itself, and as many more. */
const mostUnsealed = 201;

const isTrusted = `(marks IS NULL OR NOT string_to_array(marks, ',') && ARRAY['${sealDoubts.join("', '")}'])`;

/** R30g */
export const sealMissing: Deadline = {
  id: 'R30g',
  version: 1,
  severity: 'high',
  title: { en: 'Terminal has stopped sealing its journal', zh: '终端停止封存日志' },
  runbook: {
    en: 'The terminal signed its journal and no longer does: what it records now could be changed before it is sent. Look at its agent and its key; when the key was replaced, enrol the new one.',
    zh: '该终端曾对日志签名，现在不再签名：此后的记录在上传前可能被改动。检查其代理程序与密钥；若密钥已更换，请重新注册。',
  },
  falsePositives: {
    en: 'An agent whose key was revoked on purpose, or software that seals more seldom than ours.',
    zh: '密钥系有意吊销，或终端软件的封存频率低于本系统代理。',
  },
  knownGaps: {
    en: 'Terminals that never sealed are not expected to. A gap in the journal hides it: nothing is judged beyond it.',
    zh: '从未封存过的终端不在此列。日志有缺口时，缺口之后不做判定。',
  },
  references: ['PCI DSS 4.0.1 10.3.4', 'ATT&CK T1565.001'],
  due: {
    en: '10 minutes after the first event that has no seal, or 200 events without one',
    zh: '首个未封存事件 10 分钟后，或连续 200 个事件未封存',
  },
  groupBy: 'terminal',
  basis: 'watermark',
  noticeMs: 0,
  unmet: ({ untilMs }) => ({
    text: `
      SELECT 'terminal:' || terminal.id AS key, md5(terminal.id || '|' || terminal.sealed_at)::uuid::text AS anchor,
        1 AS count, 'high' AS severity, terminal.sealed_at AS started_at, least(first.at + ${longestMs}, many.at) AS due_at,
        NULL AS operator_id, terminal.id AS terminal_id, terminal.store_id, first.id AS evidence,
        json_build_object('unsealed', terminal.unsealed) AS details
      FROM read_models.terminal_state AS terminal
      CROSS JOIN LATERAL (
        SELECT (document->'sealed'->'place'->>0)::bigint AS epoch, (document->'sealed'->'place'->>1)::bigint AS sequence
      ) AS sealed
      CROSS JOIN LATERAL (
        SELECT id, at FROM read_models.timeline
        WHERE terminal_id = terminal.id AND (place_epoch, place_sequence) > (sealed.epoch, sealed.sequence)
        ORDER BY place_epoch, place_sequence LIMIT 1
      ) AS first
      LEFT JOIN LATERAL (
        SELECT at FROM read_models.timeline
        WHERE terminal_id = terminal.id AND (place_epoch, place_sequence) > (sealed.epoch, sealed.sequence)
          AND terminal.unsealed >= ${mostUnsealed}
        ORDER BY place_epoch, place_sequence OFFSET ${mostUnsealed - 1} LIMIT 1
      ) AS many ON true
      WHERE terminal.unsealed > 0
        AND (terminal.complete_until >= terminal.sealed_at + ${longestMs} OR terminal.unsealed >= ${mostUnsealed})
        AND least(first.at + ${longestMs}, many.at) <= $1::bigint`,
    values: [untilMs],
  }),
  ended: `
    SELECT at, id AS by FROM read_models.timeline
    WHERE terminal_id = told.terminal_id AND at > told.started_at AND name = 'ChainSealed' AND ${isTrusted}
    ORDER BY at, position LIMIT 1`,
};
