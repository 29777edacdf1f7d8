import type { Text } from '@tillwatch/detection';
import type { Deadline } from './deadline.js';
import { deadlines } from './deadlines.js';

const bases: Record<Deadline['basis'], Text> = {
  clock: { en: 'by our clock', zh: '按平台时钟判定' },
  watermark: { en: 'when the data up to then is complete', zh: '待该时刻之前的数据完整后判定' },
};

/** The part of docs/rules.md about deadlines, in English and Chinese. */
export function describeDeadlines(): string {
  const rows = deadlines.map(
    ({ id, severity, groupBy, title }) => `- ${id} (${severity}, by ${groupBy}): ${title.en} · ${title.zh}`,
  );
  return [
    '',
    '# Deadlines · 期限',
    '',
    'Written by `describeDeadlines()` from `libs/read-models/src/deadlines`. Something that has to be done by a time: told when it is',
    'not, cleared when it is done late, superseded when it turns out that it was done in time. Severity is that at first.',
    '',
    '本节由 `describeDeadlines()` 根据 `libs/read-models/src/deadlines` 生成。到期未办的事项会告警；迟办完成后告警转为“已完成”；后到的数据表明其实按时完成的，告警被取代。级别为初次告警时的级别。',
    '',
    ...rows,
    ...deadlines.flatMap(describeDeadline),
    '',
  ].join('\n');
}

function describeDeadline(deadline: Deadline): string[] {
  const { id, version, basis, title, references } = deadline;
  const text = (en: string, zh: string, value: Text) => [`**${en}.** ${value.en}`, '', `**${zh}：** ${value.zh}`, ''];
  return [
    '',
    `## ${id} ${title.en} · ${title.zh}`,
    '',
    `Version ${version} · ${bases[basis].en} · ${bases[basis].zh} · ${references.join(' · ')}`,
    '',
    ...text('Due', '期限', deadline.due),
    ...text('What to do', '处置', deadline.runbook),
    ...text('False positives', '误报', deadline.falsePositives),
    ...text('Known gaps', '已知盲区', deadline.knownGaps),
  ].slice(0, -1);
}
