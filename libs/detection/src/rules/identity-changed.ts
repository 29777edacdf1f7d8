import { episodeRule } from '../episodes.js';
import { scene, type Line } from '../scene.js';

/** R29, the part about the registry: what a terminal is bound to was changed, or its device replaced. */
export const identityChanged = episodeRule({
  id: 'R29-binding',
  version: 1,
  title: { en: 'Serial number or binding of a terminal changed', zh: '终端序列号或绑定信息发生变更' },
  firesWhen: {
    en: 'A change of the serial number or of the binding in the registry.',
    zh: '登记的序列号或绑定信息发生变更。',
  },
  runbook: {
    en: "Ask the custodian and the acquirer whether they know of the change; the old and the new values are in the terminal's registration. If nobody ordered it, freeze the terminal, change it back, and find out who entered it. A new settlement account sends the takings elsewhere: call the merchant at a number you had before.",
    zh: '向保管人和收单机构核实是否知悉该变更；新旧值见终端登记记录。如无人要求变更，冻结终端，恢复原绑定，并查明由谁录入。结算账户变更意味着资金去向改变，须拨打此前留存的电话向商户核实。',
  },
  falsePositives: {
    en: 'A device replaced under maintenance; a merchant with a new bank or a corrected typing error, entered in the registry.',
    zh: '维修更换设备；商户更换银行或更正录入错误，并已登记。',
  },
  knownGaps: {
    en: 'Sees only what is entered here: a device that was swapped without a word shows in its key, its inspection or its location. A planned move is not a change of identity.',
    zh: '只能看到录入本系统的变更；私自调换的设备要从密钥、巡检或位置上发现。按计划移机不视为身份变更。',
  },
  references: ['PBoC Notice 259 (2021)', 'PCI DSS 4.0.1 9.5.1.1'],
  on: ['TerminalIdentityChanged'],
  groupBy: 'terminal',
  tiers: [{ count: 1, windowMs: 1_000, severity: 'critical' }],
  facets: [
    { name: 'items', of: ({ data }) => (Array.isArray(data['items']) ? data['items'].join(', ') : undefined) },
    { name: 'actors', of: ({ data }) => (typeof data['actor'] === 'string' ? data['actor'] : undefined) },
  ],
  isHit: () => true,
  examples: [
    {
      name: 'another settlement account',
      events: scene(changed(0, 'settlementAccount')),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'a terminal that was inspected, started and lost events',
      events: scene(
        { at: 0, name: 'TerminalInspected', data: { result: 'ok' } },
        { at: 1, name: 'TerminalStarted' },
        { at: 2, name: 'GapDeclaredLost' },
      ),
      expect: [],
    },
    {
      name: 'another device, and a minute later another merchant: two findings',
      events: scene(changed(0, 'serial'), changed(60, 'merchantCode', 'merchantCreditCode')),
      expect: [
        { severity: 'critical', count: 1 },
        { severity: 'critical', count: 1 },
      ],
    },
  ],
});

function changed(at: number, ...items: string[]): Line {
  return { at, name: 'TerminalIdentityChanged', data: { actor: 'admin', items } };
}
