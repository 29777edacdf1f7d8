import type { Deadline } from '../deadline.js';
import { dayMs, hourMs } from '../deadline-sql.js';

/** Early to come and late to leave. */
const marginMs = hourMs;
/** As far back as late events are judged at all. */
const lookBackMs = 3 * dayMs;

/** Whether the roster that is known now explains a login of an operator at a time. */
const isExplained = (operator: string, at: string): string => `(
  NOT EXISTS (
    SELECT FROM read_models.shifts WHERE operator_id = ${operator} AND kind = 'leave' AND NOT cancelled
      AND from_at <= ${at} AND to_at > ${at}
  ) AND EXISTS (
    SELECT FROM read_models.shifts WHERE operator_id = ${operator} AND kind = 'work' AND NOT cancelled
      AND from_at - ${marginMs} <= ${at} AND to_at + ${marginMs} >= ${at}
  )
)`;

/** Whether anything is planned for an operator around that day: without it nothing is known. */
const isRostered = (operator: string, at: string): string => `EXISTS (
  SELECT FROM read_models.shifts WHERE operator_id = ${operator} AND NOT cancelled
    AND from_at <= ${at} + ${dayMs} AND to_at >= ${at} - ${dayMs}
)`;

/**
 * R11. No time to keep, but judged the same way: a set of logins against a set of shifts, whichever of the two became known
 * first, again with every change of either.
 */
export const offShiftUse: Deadline = {
  id: 'R11',
  version: 1,
  severity: 'medium',
  title: { en: 'Operator id used off shift or on leave', zh: '非当班或休假期间使用账号' },
  runbook: {
    en: 'Ask the person, not the store, whether it was them. Cover that nobody wrote down: enter the shift, and the alert goes. Otherwise somebody has their password: reset it, and look at what was done.',
    zh: '直接询问本人是否是其操作，不要只问门店。若是临时顶班而未登记，补录班次后告警即被取代；否则说明密码已被他人掌握：请重置密码并核查其间的操作。',
  },
  falsePositives: {
    en: 'Unplanned cover, and rosters that are written up days later.',
    zh: '临时顶班，或排班表数日后才补录。',
  },
  knownGaps: {
    en: 'Judged only for operators with something in the roster within a day of the login, and for logins of the last three days. An hour before and after a shift is allowed. In which store the shift is does not count.',
    zh: '仅对登录前后一天内有排班记录的操作员、且仅对最近三天的登录做判定。班次前后各放宽一小时。不比对班次所在门店。',
  },
  references: ['PCI DSS 4.0.1 8.2.2', 'ATT&CK T1078'],
  due: {
    en: 'no time to keep: a login more than an hour outside every shift, or during leave; high for the roles supervisor and manager',
    zh: '并非期限：登录时间不在任何班次前后一小时之内，或处于休假期间；角色为 supervisor 或 manager 的账号为高',
  },
  groupBy: 'operator',
  basis: 'clock',
  unmet: ({ untilMs }) => ({
    text: `
      SELECT 'operator:' || login.operator_id AS key, login.id AS anchor, 1 AS count,
        CASE WHEN lower(state.document->'role'->>'value') IN ('supervisor', 'manager') THEN 'high' ELSE 'medium' END AS severity,
        login.at AS started_at, login.at AS due_at, login.operator_id, login.terminal_id, login.store_id,
        login.id AS evidence, json_build_object() AS details
      FROM (
        SELECT DISTINCT operator_id FROM read_models.shifts
        WHERE NOT cancelled AND to_at >= $1::bigint - ${lookBackMs + dayMs} AND from_at <= $1::bigint + ${dayMs}
      ) AS rostered
      JOIN read_models.timeline AS login ON login.operator_id = rostered.operator_id
        AND login.at > $1::bigint - ${lookBackMs} AND login.at <= $1::bigint
      JOIN read_models.operator_state AS state ON state.id = login.operator_id
      WHERE login.name = 'LoginSucceeded' AND ${isRostered('login.operator_id', 'login.at')}
        AND NOT ${isExplained('login.operator_id', 'login.at')}`,
    values: [untilMs],
  }),
  ended: `
    SELECT told.started_at AS at, NULL AS by
    WHERE NOT ${isRostered('told.operator_id', 'told.started_at')} OR ${isExplained('told.operator_id', 'told.started_at')}`,
};
