import type { Deadline } from '../deadline.js';
import { dayMs, dormantMs, operatorDid, operatorsPast, type OperatorDeadline } from '../deadline-sql.js';

const idle: OperatorDeadline = {
  since: 'idle_since',
  startedBy: ['LoginSucceeded', 'OperatorAdded'],
  stages: [
    { afterMs: 75 * dayMs, severity: 'low' },
    { afterMs: dormantMs, severity: 'medium' },
  ],
};

/** R14 */
export const dormantId: Deadline = {
  id: 'R14',
  version: 1,
  severity: 'low',
  title: { en: 'Operator id is dormant', zh: '操作员账号长期未使用' },
  runbook: {
    en: 'Ask the store whether the person still works there. If not, disable the id today; if they are away for long, disable it until they return.',
    zh: '向门店核实该员工是否仍在职。已离职的当天停用账号；长期不在岗的，停用至其返岗。',
  },
  falsePositives: {
    en: 'Seasonal staff, and people on long leave whose id the policy lets stay enabled.',
    zh: '季节性员工，或按制度可保留账号的长期休假人员。',
  },
  knownGaps: {
    en: 'Ids that never reached us in any event are not seen. While the data of the terminal that was used last is not complete nothing is told.',
    zh: '从未在任何事件中出现的账号无法发现。最后使用的终端数据尚未到齐时不告警。',
  },
  references: ['PCI DSS 4.0.1 8.2.6', 'ATT&CK T1078'],
  due: {
    en: '75 days after the last login or since it was added (low), 90 days (medium)',
    zh: '最后一次登录或新增账号后 75 天（低）、90 天（中）',
  },
  groupBy: 'operator',
  basis: 'watermark',
  noticeMs: 7 * dayMs,
  unmet: (at) => operatorsPast(idle, at),
  ended: operatorDid(['LoginSucceeded', 'OperatorDisabled']),
};
