import type { Deadline } from '../deadline.js';
import { dayMs, operatorDid, operatorsPast, type OperatorDeadline } from '../deadline-sql.js';

/** The profile in force, PCI DSS 8.3.9: passwords that are the only factor change every 90 days. */
const profile = { warnDays: 80, maxDays: 90, graceDays: 14 };

const age: OperatorDeadline = {
  since: 'password_at',
  startedBy: ['PasswordChanged', 'PasswordReset'],
  stages: [
    { afterMs: profile.warnDays * dayMs, severity: 'low' },
    { afterMs: profile.maxDays * dayMs, severity: 'low' },
    { afterMs: (profile.maxDays + profile.graceDays) * dayMs, severity: 'medium' },
  ],
};

/** R22 */
export const passwordOverAge: Deadline = {
  id: 'R22',
  version: 1,
  severity: 'low',
  title: { en: 'Password is over its age', zh: '密码超过使用期限' },
  runbook: {
    en: 'Ask the operator to change it, or make the terminal demand it at the next login. Two weeks past its age, find out why the terminal still accepts it.',
    zh: '请操作员修改密码，或下发“下次登录须修改密码”的指令。超期两周仍未修改的，应查明终端为何仍接受该密码。',
  },
  falsePositives: {
    en: 'Where the policy asks for no changes (NIST SP 800-63B), or a second factor that we were not told of is used.',
    zh: '所用制度不要求定期修改（NIST SP 800-63B），或实际使用了未上报的第二认证因素。',
  },
  knownGaps: {
    en: 'Passwords whose last change we were never told of have no age here. An operator with any other factor is left out.',
    zh: '从未上报过修改的密码没有期限可算；已登记其他认证因素的操作员不在此列。',
  },
  references: ['PCI DSS 4.0.1 8.3.9', 'PCI DSS 4.0.1 8.3.10.1'],
  due: {
    en: '80 days after the last change (low), 90 days (low), 104 days (medium); only where the password is the only factor',
    zh: '最后一次修改后 80 天（低）、90 天（低）、104 天（中）；仅限只用密码认证的操作员',
  },
  groupBy: 'operator',
  basis: 'watermark',
  noticeMs: 7 * dayMs,
  unmet: (at) => operatorsPast(age, at),
  ended: operatorDid(['PasswordChanged', 'PasswordReset', 'FactorEnrolled', 'OperatorDisabled']),
};
