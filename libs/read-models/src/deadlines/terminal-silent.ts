import type { Deadline } from '../deadline.js';
import { minuteMs, storesParameter } from '../deadline-sql.js';

/** As often as our agent tells that it is there (docs/terminal.md). */
const heartbeatMs = 5 * minuteMs;
const missedMs = 3 * heartbeatMs;

/** R30a */
export const terminalSilent: Deadline = {
  id: 'R30a',
  version: 1,
  severity: 'high',
  title: { en: 'Terminal has gone silent', zh: '终端失联' },
  runbook: {
    en: 'Call the store: is the till on, and does its network work? What happens there now reaches us late. If nobody can explain it, treat the terminal as tampered with until it was looked at.',
    zh: '致电门店：收银机是否开机、网络是否正常？此时该终端发生的事件会迟到。若无人能解释，在现场检查之前应按被拆改处理。',
  },
  falsePositives: {
    en: 'Network outages of the store, tills that are switched off without being shut down, hours that the calendar does not know.',
    zh: '门店断网、未正常关机而直接断电、营业日历中没有的停业时间。',
  },
  knownGaps: {
    en: 'Terminals that never sent a heartbeat are not expected to. Without opening hours of the store every hour counts. Nothing is told of the quarter of an hour after we started to listen again ourselves.',
    zh: '从未发送过心跳的终端不在此列。未设定营业日历的门店全天计算。平台自身恢复接收后的一刻钟内不判定。',
  },
  references: ['PCI DSS 4.0.1 10.7.2', 'PCI DSS 4.0.1 10.7.3'],
  due: {
    en: '15 minutes (three heartbeats) without anything from a running terminal; while its store is open, where that is known',
    zh: '运行中的终端 15 分钟（三次心跳）没有任何上报；已设定营业日历的门店仅在营业时间内计算',
  },
  groupBy: 'terminal',
  basis: 'clock',
  noticeMs: 0,
  unmet: ({ untilMs, listeningSinceMs, stores }) => ({
    text: `
      SELECT 'terminal:' || terminal.id AS key, md5(terminal.id || '|' || terminal.last_seen)::uuid::text AS anchor,
        1 AS count, 'high' AS severity, terminal.last_seen AS started_at,
        greatest(terminal.last_seen, store.open_since, $2::bigint) + ${missedMs} AS due_at,
        NULL AS operator_id, terminal.id AS terminal_id, terminal.store_id, NULL AS evidence,
        json_build_object() AS details
      FROM read_models.terminal_state AS terminal
      LEFT JOIN json_to_recordset($3) AS store (id text, open_since bigint) ON store.id = terminal.store_id
      WHERE terminal.is_expected AND (store.id IS NULL OR store.open_since IS NOT NULL)
        AND terminal.last_seen <= $1::bigint - ${missedMs}
        AND greatest(store.open_since, $2::bigint) <= $1::bigint - ${missedMs}`,
    values: [untilMs, listeningSinceMs, storesParameter(stores)],
  }),
  ended: `
    SELECT last_seen AS at, NULL AS by FROM read_models.terminal_state
    WHERE id = told.terminal_id AND last_seen > told.started_at`,
};
