import { episodeRule } from '../episodes.js';
import { scene, type Line } from '../scene.js';

/** R28, the part about what people see: each inspection is a finding of its own, so the alert's id follows from it. */
export const failedInspection = episodeRule({
  id: 'R28-inspection',
  version: 1,
  title: { en: 'Inspection found tampering or substitution', zh: '巡检发现终端被拆改或被调换' },
  firesWhen: {
    en: 'An inspection that finds the device tampered with or substituted.',
    zh: '巡检发现设备被拆改或被调换。',
  },
  runbook: {
    en: 'Freeze the terminal and take it out of use without opening it. Secure it with the photos, open a case, compare serial number and binding with the registry, and find out which cards and passwords were entered since the last good inspection. Tell the acquirer.',
    zh: '冻结终端并停止使用，不要拆开。连同照片一并封存，建立案件，将序列号和绑定信息与登记核对，并查明自上次巡检合格以来在该终端上输入过哪些卡和密码。通知收单机构。',
  },
  falsePositives: {
    en: 'A repair or a swap under maintenance that nobody entered in the registry; a worn seal taken for a broken one.',
    zh: '维修或更换设备后未登记；封条磨损被误认为破坏。',
  },
  knownGaps: {
    en: 'What the inspector does not see, and what happened to the terminal before anybody looked: only overdue inspections show that nobody did.',
    zh: '巡检人员未看出的问题，以及巡检之前发生的情况；是否按期巡检只能由逾期列表反映。',
  },
  references: ['PCI DSS 4.0.1 9.5.1.2', 'PCI DSS 4.0.1 9.5.1', 'ATT&CK T1200'],
  on: ['TerminalInspected'],
  groupBy: 'terminal',
  tiers: [{ count: 1, windowMs: 1_000, severity: 'critical' }],
  facets: [
    { name: 'results', of: ({ data }) => textOf(data['result']) },
    { name: 'inspectors', of: ({ data }) => textOf(data['inspector']) },
  ],
  isHit: ({ data }) => data['result'] === 'tamper' || data['result'] === 'substitution',
  examples: [
    {
      name: 'a terminal whose seals were cut',
      events: scene(inspection(0, 'tamper')),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'a good terminal, and one that is only worn',
      events: scene(inspection(0, 'ok'), inspection(60, 'defect')),
      expect: [],
    },
    {
      name: 'another device in its place, found again the next minute: two inspections, two findings',
      events: scene(inspection(0, 'ok'), inspection(60, 'substitution'), inspection(120, 'substitution')),
      expect: [
        { severity: 'critical', count: 1 },
        { severity: 'critical', count: 1 },
      ],
    },
  ],
});

function inspection(at: number, result: string): Line {
  return {
    at,
    name: 'TerminalInspected',
    data: { actor: 'admin', inspector: 'li', result, checklist: {}, photos: [] },
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
