import type { Deadline, Moment } from '../deadline.js';
import { dayMs, hourMs, minuteMs, operatorDid, storesParameter } from '../deadline-sql.js';

const longestMs = 12 * hourMs;
const afterClosingMs = 30 * minuteMs;
/** A session whose logout was lost stays open for good: longer ago than this nobody is told of it any more. */
const lookBackMs = 30 * dayMs;

/** Only a session opened by then can be overdue: of those opened today there are many, and their documents are long. */
function openedBy(untilMs: number, stores: Moment['stores']): number {
  const closed = stores.map(({ closings }) => closings.findLast((at) => at <= untilMs - afterClosingMs) ?? 0);
  return closed.reduce((latest, at) => Math.max(latest, at), untilMs - longestMs);
}

/** R15 */
export const sessionLeftOpen: Deadline = {
  id: 'R15',
  version: 1,
  severity: 'medium',
  title: { en: 'Session was left open', zh: '会话未退出' },
  runbook: {
    en: 'End the session from here. Ask the store who worked at the till afterwards, and look at what was done in the session after its operator had left.',
    zh: '在平台下发“结束会话”指令。向门店了解其后由谁使用该终端，并查看操作员离开后该会话中的操作。',
  },
  falsePositives: {
    en: 'A till that lost power and never recorded the logout; stocktaking after closing; a terminal that forgets sessions at a restart.',
    zh: '终端断电未记录退出；闭店后盘点；终端重启时会话自然失效。',
  },
  knownGaps: {
    en: 'When a session was last used is not told, so idleness within it is not seen. Without opening hours of the store it is 12 hours for everybody. Of one operator the latest eight sessions are held, and of those that became overdue more than 30 days ago nothing is told.',
    zh: '会话何时最后使用并未上报，因此无法发现会话内的闲置。未设定营业日历的门店一律按 12 小时计算。每名操作员只保留最近八个会话；逾期超过 30 天的不再告警。',
  },
  references: ['PCI DSS 4.0.1 8.2.8'],
  due: {
    en: '12 hours after it was opened, or 30 minutes after the store closed, whichever is earlier',
    zh: '开启 12 小时后，或门店闭店 30 分钟后，以先到者为准',
  },
  groupBy: 'operator',
  basis: 'watermark',
  noticeMs: hourMs,
  unmet: ({ untilMs, stores }) => ({
    text: `
      SELECT 'operator:' || state.id AS key, md5(state.id || '|' || (mark->>0) || '|' || session.at)::uuid::text AS anchor,
        1 AS count, 'medium' AS severity, session.at AS started_at, due.at AS due_at,
        state.id AS operator_id, session.terminal_id, session.store_id, opened.id AS evidence,
        json_build_object('sessionId', session.id) AS details
      FROM read_models.operator_state AS state
      CROSS JOIN LATERAL json_array_elements(state.document->'sessions') AS mark
      CROSS JOIN LATERAL (
        SELECT (mark->>1)::bigint AS at, split_part(mark->>0, '/', 1) AS terminal_id,
          substr(mark->>0, strpos(mark->>0, '/') + 1) AS id,
          CASE WHEN json_typeof(mark->2) = 'string' THEN mark->>2 END AS store_id
      ) AS session
      LEFT JOIN json_to_recordset($2) AS store (id text, closings json) ON store.id = session.store_id
      CROSS JOIN LATERAL (
        SELECT least(session.at + ${longestMs}, min(closing::bigint) + ${afterClosingMs}) AS at
        FROM json_array_elements_text(store.closings) AS closing WHERE closing::bigint > session.at
      ) AS due
      LEFT JOIN LATERAL (
        SELECT id FROM read_models.timeline
        WHERE operator_id = state.id AND at = session.at AND name = 'LoginSucceeded' ORDER BY id LIMIT 1
      ) AS opened ON true
      WHERE state.open_since <= $3::bigint
        AND NOT (json_typeof(mark->2) = 'boolean' AND mark->>2 = 'false') AND due.at <= $1::bigint
        AND due.at > $1::bigint - ${lookBackMs}`,
    values: [untilMs, storesParameter(stores), openedBy(untilMs, stores)],
  }),
  ended: operatorDid(
    ['LoggedOut'],
    `terminal_id = told.terminal_id AND data->>'sessionId' = told.document->'details'->>'sessionId'`,
  ),
};
