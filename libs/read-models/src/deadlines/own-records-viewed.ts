import type { Deadline } from '../deadline.js';
import { dayMs } from '../deadline-sql.js';

const lookBackMs = 3 * dayMs;

/** R30f. No time to keep: each such read is one finding, told when it is seen. */
export const ownRecordsViewed: Deadline = {
  id: 'R30f',
  version: 1,
  severity: 'high',
  title: { en: 'Somebody looked at their own records', zh: '有人查看了本人的审计记录' },
  runbook: {
    en: 'The account has the name of the operator it looked at. Ask what for. Who is looked into must not follow the looking: if alerts or a case of theirs are open, let somebody else handle them, and consider what they could have learnt.',
    zh: '该账户与其所查看的操作员同名。请询问原因。被调查者不应掌握调查进展：若其有未关闭的告警或工单，应改由他人处理，并评估其可能获知的内容。',
  },
  falsePositives: {
    en: 'A supervisor whose id at the till is their account here, and who checks their own sign-ins; another person of the same name.',
    zh: '主管在收银终端与本平台使用同一账号并查看本人登录记录；或他人重名。',
  },
  knownGaps: {
    en: "Goes by the name alone: whoever is called otherwise here than at the till is not seen. Lists that hold one's own row do not count. Bulk exports are not judged: there are none yet.",
    zh: '仅按名称判断：平台用户名与收银账号不同的人员无法发现。列表中包含本人记录不计入。尚无批量导出功能，故不判断。',
  },
  references: ['PCI DSS 4.0.1 10.2.1.3', 'PCI DSS 4.0.1 10.3.1'],
  due: {
    en: "no time to keep: an operator's page or timeline, read by the account of the same name",
    zh: '并非期限：同名账户读取该操作员的页面或时间线',
  },
  groupBy: 'operator',
  basis: 'clock',
  unmet: ({ untilMs }) => ({
    text: `
      SELECT 'operator:' || (document->>'operatorId') AS key, id AS anchor, 1 AS count, 'high' AS severity,
        at AS started_at, at AS due_at, document->>'operatorId' AS operator_id, NULL AS terminal_id, NULL AS store_id,
        id AS evidence, json_build_object('route', document->'route') AS details
      FROM read_models.own_reads WHERE at > $1::bigint - ${lookBackMs} AND at <= $1::bigint`,
    values: [untilMs],
  }),
  ended: 'SELECT NULL::bigint AS at, NULL AS by WHERE false',
};
