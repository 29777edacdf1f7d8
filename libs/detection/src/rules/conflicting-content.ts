import { episodeRule } from '../episodes.js';
import { repeat, scene, type Line } from '../scene.js';

const conflict: Line = { at: 0, name: 'ConflictingEventReceived', data: { firstPosition: 7, received: {} } };

/** R29, the part about content: one place in a terminal's journal, two different events. */
export const conflictingContent = episodeRule({
  id: 'R29',
  version: 1,
  title: { en: 'Two different events for one journal entry', zh: '同一日志序号出现两份不同内容' },
  firesWhen: {
    en: "Two different events at one place of a terminal's journal.",
    zh: '终端日志的同一位置出现两个不同的事件。',
  },
  runbook: {
    en: 'Either the journal was rewritten or two devices use one identity. Freeze the terminal, compare its serial number and key with the registry, and keep both versions as evidence: the first is in the log, the other in this event.',
    zh: '要么日志被改写，要么两台设备使用同一身份。先冻结终端，将序列号和密钥与登记信息核对，并保留两份内容作为证据：先到的在日志中，后到的在本事件中。',
  },
  falsePositives: {
    en: 'A replaced device that starts its journal again without a new epoch; a terminal restored from a backup.',
    zh: '更换设备后未启用新的纪元（epoch）就重新编号；终端从备份恢复。',
  },
  knownGaps: {
    en: 'Senders without sequence numbers cannot conflict. Interleaved epochs, changed binding and location are not looked at here.',
    zh: '不带序号的发送方无法判断冲突。纪元交错、绑定信息变更和位置变化不在此规则内。',
  },
  references: ['PCI DSS 4.0.1 10.3.4', 'PCI DSS 4.0.1 9.5.1', 'ATT&CK T1565.001'],
  on: ['ConflictingEventReceived'],
  groupBy: 'terminal',
  tiers: [{ count: 1, windowMs: 3_600_000, severity: 'critical' }],
  isHit: () => true,
  examples: [
    {
      name: 'one conflict',
      events: scene(conflict),
      expect: [{ severity: 'critical', count: 1 }],
    },
    {
      name: 'other events of the platform and the terminal',
      events: scene({ at: 0, name: 'GapDeclaredLost' }, { at: 1, name: 'TerminalStarted' }),
      expect: [],
    },
    {
      name: 'conflicts within an hour of each other are one finding per terminal',
      events: scene(repeat(4, 1_800, conflict), { ...conflict, at: 60, terminalId: 't-2' }),
      expect: [
        { severity: 'critical', count: 4 },
        { severity: 'critical', count: 1 },
      ],
    },
    {
      name: 'the journal decides the order when the clock is set back',
      events: scene({ ...conflict, at: 300 }, conflict),
      expect: [{ severity: 'critical', count: 2 }],
    },
  ],
});
