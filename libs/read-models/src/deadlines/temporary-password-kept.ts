import type { Deadline } from '../deadline.js';
import { dayMs, operatorDid, operatorsPast, type OperatorDeadline } from '../deadline-sql.js';

const kept: OperatorDeadline = {
  since: 'reset_at',
  startedBy: ['PasswordReset'],
  stages: [{ afterMs: dayMs, severity: 'medium' }],
};

/** R21, the part about time. */
export const temporaryPasswordKept: Deadline = {
  id: 'R21-kept',
  version: 1,
  severity: 'medium',
  title: { en: 'Temporary password was not changed within a day', zh: '临时密码超过一天未修改' },
  runbook: {
    en: 'Whoever reset it still knows the password. Make the terminal demand a change at the next login, or reset it again. If the operator used it meanwhile, look at what was done with it.',
    zh: '重置密码的人仍然知道该密码。请下发“下次登录须修改密码”的指令，或重新重置；若期间已有登录，查看用它做过什么。',
  },
  falsePositives: {
    en: 'Reset ahead of the first day of somebody new, or just before days off.',
    zh: '新员工入职前提前重置，或重置后恰逢休息日。',
  },
  knownGaps: {
    en: 'Changes made elsewhere than at a terminal that tells us of them are not seen.',
    zh: '不经由上报终端进行的修改无法发现。',
  },
  references: ['PCI DSS 4.0.1 8.3.5', 'PCI DSS 4.0.1 8.3.6'],
  due: { en: '24 hours after the reset', zh: '重置后 24 小时' },
  groupBy: 'operator',
  basis: 'watermark',
  noticeMs: dayMs,
  unmet: (at) => operatorsPast(kept, at),
  ended: operatorDid(['PasswordChanged', 'PasswordReset', 'OperatorDisabled']),
};
