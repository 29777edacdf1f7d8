import type { Deadline } from '../deadline.js';
import { dayMs, list } from '../deadline-sql.js';

/** As far back as late events are judged at all. */
const lookBackMs = 3 * dayMs;

const closing = ['OperatorSuspended', 'OperatorLeft'];
const deciding = ['OperatorRegistered', 'OperatorResumed', ...closing];

/**
 * R13 by the register: R13 itself goes by what terminals say. No time to keep: logins are held against what the register
 * said at their event time, whichever of the two became known first.
 */
export const suspendedIdUsed: Deadline = {
  id: 'R13-register',
  version: 1,
  severity: 'critical',
  title: { en: 'Suspended or departed operator signed in', zh: '已停用或离职的操作员登录' },
  runbook: {
    en: 'Who was suspended or has left got in. Disable the id at the terminal, end its sessions, and find out who used it. Then find out why the terminal still let it in: an old list of users, or one that nobody told.',
    zh: '已停用或离职人员的账号登录成功。请在终端停用该账号、结束其会话并查明使用者；随后查明终端为何仍允许登录：用户名单未更新，或未收到通知。',
  },
  falsePositives: {
    en: 'A suspension that was entered late for a day on which the person still worked.',
    zh: '停用登记滞后，当天本人仍在正常上班。',
  },
  knownGaps: {
    en: 'Logins of the last three days; a failed login is not told here.',
    zh: '仅判定最近三天的登录；登录失败不在此列。',
  },
  references: ['PCI DSS 4.0.1 8.2.5', 'ATT&CK T1078'],
  due: {
    en: 'no time to keep: a login after the operator was suspended or left, and before they were resumed',
    zh: '并非期限：操作员被停用或离职之后、恢复之前的登录',
  },
  groupBy: 'operator',
  basis: 'clock',
  unmet: ({ untilMs }) => ({
    text: `
      SELECT 'operator:' || login.operator_id AS key, login.id AS anchor, 1 AS count, 'critical' AS severity,
        login.at AS started_at, login.at AS due_at, login.operator_id, login.terminal_id, login.store_id,
        login.id AS evidence, json_build_object('status', CASE said.name WHEN 'OperatorLeft' THEN 'left' ELSE 'suspended' END)
        AS details
      FROM read_models.operator_registry AS registry
      JOIN read_models.timeline AS login ON login.operator_id = registry.id AND login.name = 'LoginSucceeded'
        AND login.at > $1::bigint - ${lookBackMs} AND login.at <= $1::bigint
      CROSS JOIN LATERAL (
        SELECT change->>'name' AS name
        FROM json_array_elements(registry.document->'changes') WITH ORDINALITY AS told (change, number)
        WHERE change->>'name' IN (${list(deciding)}) AND (change->>'at')::bigint <= login.at
        ORDER BY number DESC LIMIT 1
      ) AS said
      WHERE said.name IN (${list(closing)})`,
    values: [untilMs],
  }),
  ended: 'SELECT NULL::bigint AS at, NULL AS by WHERE false',
};
