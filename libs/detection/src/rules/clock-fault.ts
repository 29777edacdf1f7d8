import { episodeRule } from '../episodes.js';
import type { Observation } from '../observation.js';
import { repeat, scene, type Line } from '../scene.js';

const OFF_MS = 120_000;
const BACKWARD_MS = 5_000;

/** Whether a heartbeat tells that the terminal's clock is wrong by more than anything but a fault explains. */
export function isClockOff(data: Record<string, unknown>): boolean {
  const { clockOffsetMs } = data;
  return typeof clockOffsetMs === 'number' && Math.abs(clockOffsetMs) > OFF_MS;
}

/** R30c. What the terminal says of its clock, and what intake noticed about the times it claims. */
export const clockFault = episodeRule({
  id: 'R30c',
  version: 1,
  title: { en: 'Clock of a terminal is wrong or was set back', zh: '终端时钟错误或被回拨' },
  firesWhen: {
    en: 'A clock more than two minutes off, set back by more than five seconds, or a time that cannot be.',
    zh: '时钟偏差超过两分钟、被回拨超过五秒，或时间不可能为真。',
  },
  runbook: {
    en: 'Have the clock of the terminal synchronised and find out why it was not: no time service, an empty battery, or a person. Where somebody set it back, look at what was done meanwhile; its journal has the true order.',
    zh: '同步该终端的时钟，并查明原因：无授时服务、电池耗尽或人为调整。若为人为回拨，复核其间的操作，以终端日志的顺序为准。',
  },
  falsePositives: {
    en: 'A terminal switched on after months, until its clock has been set.',
    zh: '停用数月后重新开机、尚未校时的终端。',
  },
  knownGaps: {
    en: 'Offsets up to two minutes are corrected and not alerted. Without heartbeats that measure the offset, a slow clock is not seen, and a fast one from one minute on. A change of the time zone is no step.',
    zh: '两分钟以内的偏差会自动校正，不告警。没有测量偏差的心跳时，无法发现走慢的时钟；走快的从一分钟起可发现。时区变化不算时钟调整。',
  },
  references: ['PCI DSS 4.0.1 10.6.3', 'ATT&CK T1070.006'],
  on: ['Heartbeat', 'ClockAdjusted'],
  onMarks: ['clock-implausible'],
  wants: ({ name, data }) => name !== 'Heartbeat' || isClockOff(data),
  groupBy: 'terminal',
  tiers: [{ count: 1, windowMs: 3_600_000, severity: 'high' }],
  facets: [{ name: 'signs', of: signOf }],
  isHit: (event) => signOf(event) !== undefined,
  examples: [
    {
      name: 'a heartbeat that is more than two minutes off',
      events: scene(heartbeat(0, -120_001)),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'heartbeats that are two minutes off, and one that does not measure it',
      events: scene(heartbeat(0, 120_000), heartbeat(300, -120_000), heartbeat(600)),
      expect: [],
    },
    {
      name: 'set back by more than five seconds',
      events: scene(adjusted(0, 5_001)),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'set back by five seconds, and set forward by a day',
      events: scene(adjusted(0, 5_000), adjusted(60, -86_400_000)),
      expect: [],
    },
    {
      name: 'an event of any kind that claims a time still to come, and another mark',
      events: scene(
        { at: 0, name: 'LoggedOut', marks: ['clock-implausible'] },
        { at: 60, name: 'LoggedOut', marks: ['unmapped'] },
      ),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'wrong for hours is one finding; the journal decides the order when the clock is set back',
      events: scene(repeat(5, 1_800, heartbeat(0, 600_000)), adjusted(6_000, 600_000)),
      expect: [{ severity: 'high', count: 4 }],
    },
  ],
});

function signOf({ name, data, marks }: Observation): string | undefined {
  if (name === 'Heartbeat' && isClockOff(data)) return 'offset';
  if (name === 'ClockAdjusted' && setBackMs(data) > BACKWARD_MS) return 'set-back';
  return marks?.includes('clock-implausible') ? 'implausible' : undefined;
}

function setBackMs({ before, after }: Record<string, unknown>): number {
  return typeof before === 'string' && typeof after === 'string' ? Date.parse(before) - Date.parse(after) : 0;
}

function heartbeat(at: number, clockOffsetMs?: number): Line {
  return { at, name: 'Heartbeat', data: { queued: 0, ...(clockOffsetMs !== undefined && { clockOffsetMs }) } };
}

function adjusted(at: number, backMs: number): Line {
  const before = Date.UTC(2026, 0, 5, 12) + at * 1_000;
  const data = { before: new Date(before).toISOString(), after: new Date(before - backMs).toISOString() };
  return { at, name: 'ClockAdjusted', data };
}
