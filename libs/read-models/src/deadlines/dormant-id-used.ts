import type { Deadline } from '../deadline.js';
import { dayMs, dormantMs } from '../deadline-sql.js';

/** Logins that are still judged when they become known, or when history before them does. */
const lookBackMs = 30 * dayMs;

/** R14, the part about who comes back. No time to keep, but judged the same way: again with whatever arrives late. */
export const dormantIdUsed: Deadline = {
  id: 'R14-return',
  version: 1,
  severity: 'high',
  title: { en: 'Dormant operator id was used again', zh: '长期未使用的账号再次登录' },
  runbook: {
    en: 'Find out who it was: call the person, not the store. If it was not them, disable the id, end its sessions and look at what was done. If it was, they should have been disabled while they were away: see R14.',
    zh: '查明登录者是谁：直接联系本人，而不是门店。若非本人，停用账号、结束其会话并核查其间的操作；若是本人，其离岗期间本应停用账号，参见 R14。',
  },
  falsePositives: {
    en: 'Seasonal staff, and people back from long leave whose id the policy lets stay enabled.',
    zh: '季节性员工，或长期休假后返岗且按制度可保留账号的人员。',
  },
  knownGaps: {
    en: 'An id that was added and then used for the first time months later is not seen. Ids that come back with more than eight sessions in one delivery may not be.',
    zh: '新增数月后才首次使用的账号无法发现。一次补传中超过八个会话的，可能无法发现。',
  },
  references: ['PCI DSS 4.0.1 8.2.6', 'ATT&CK T1078'],
  due: {
    en: 'no time to keep: a login 90 days or more after the one before it',
    zh: '并非期限：与上一次登录相隔 90 天及以上的登录',
  },
  groupBy: 'operator',
  basis: 'clock',
  unmet: ({ untilMs }) => ({
    text: `
      SELECT 'operator:' || state.id AS key, login.id AS anchor, 1 AS count, 'high' AS severity,
        earlier.at AS started_at, login.at AS due_at, state.id AS operator_id, login.terminal_id, login.store_id,
        login.id AS evidence, json_build_object('days', (login.at - earlier.at) / ${dayMs}) AS details
      FROM read_models.operator_state AS state
      CROSS JOIN LATERAL (
        SELECT id, at, terminal_id, store_id FROM read_models.timeline
        WHERE operator_id = state.id AND at > state.away_since AND name = 'LoginSucceeded' ORDER BY at, position LIMIT 1
      ) AS login
      CROSS JOIN LATERAL (
        SELECT at FROM read_models.timeline
        WHERE operator_id = state.id AND at < login.at AND name = 'LoginSucceeded' ORDER BY at DESC LIMIT 1
      ) AS earlier
      WHERE state.away_since IS NOT NULL AND login.at - earlier.at >= ${dormantMs}
        AND login.at > $1::bigint - ${lookBackMs} AND login.at <= $1::bigint`,
    values: [untilMs],
  }),
  ended: `
    SELECT told.due_at AS at, id AS by FROM read_models.timeline
    WHERE operator_id = told.operator_id AND at > told.due_at - ${dormantMs} AND at < told.due_at
      AND name = 'LoginSucceeded'
    ORDER BY at, position LIMIT 1`,
};
