import { isAssisted, namesCase } from '../assistance.js';
import { episodeRule } from '../episodes.js';
import { repeat, scene, type Line } from '../scene.js';

/** R16. */
export const resetWithoutCase = episodeRule({
  id: 'R16',
  version: 1,
  title: { en: 'Password reset without a recovery case', zh: '未经找回流程重置密码' },
  runbook: {
    en: "Nothing shows that the operator's identity was verified. Ask the person who did the reset who asked for it and how they made sure; if they cannot say, reset the password again through a case and review what was done since.",
    zh: '没有任何记录表明已核实操作员身份。向执行重置者了解由谁申请、如何确认身份；无法说明的，应经找回流程重新重置，并复核其后的操作。',
  },
  falsePositives: {
    en: 'A case exists, and the terminal does not report its number; the first password of a new operator.',
    zh: '流程已登记，但终端未上报编号；新员工的初始密码。',
  },
  knownGaps: {
    en: 'That a case is named is taken as proof. Resets by self-service are not looked at. What was done at other systems than the terminals is not known.',
    zh: '只要注明流程编号即视为已核实。不检查自助重置。在终端以外的系统上执行的重置无法得知。',
  },
  references: ['PCI DSS 4.0.1 8.3.3', 'ATT&CK T1098'],
  on: ['PasswordReset'],
  groupBy: 'operator',
  tiers: [{ count: 1, windowMs: 3_600_000, severity: 'high' }],
  facets: [
    { name: 'actors', of: ({ data }) => (typeof data['actor'] === 'string' ? data['actor'] : undefined) },
    { name: 'channels', of: ({ data }) => (typeof data['channel'] === 'string' ? data['channel'] : undefined) },
  ],
  isHit: (event) => isAssisted(event) && !namesCase(event),
  examples: [
    {
      name: 'an administrator resets without a case',
      events: scene(reset(0, 'administrator')),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'with a case, and by self-service',
      events: scene(reset(0, 'bank', 'case-1'), reset(60, 'self-service')),
      expect: [],
    },
    {
      name: 'again within the hour is the same finding, later is another',
      events: scene(repeat(2, 1_800, reset(0, 'vendor')), reset(5_401, 'vendor')),
      expect: [
        { severity: 'high', count: 2 },
        { severity: 'high', count: 1 },
      ],
    },
    {
      name: 'told by two terminals the other way round, and by one whose clock is set back',
      events: scene({ ...reset(600, 'vendor'), terminalId: 't-2' }, reset(300, 'vendor'), reset(100, 'vendor')),
      expect: [{ severity: 'high', count: 2 }],
    },
  ],
});

function reset(at: number, channel: string, caseId?: string): Line {
  const data = { channel, actor: 'o-9', temporary: true, ...(caseId !== undefined && { caseId }) };
  return { at, name: 'PasswordReset', data };
}
