import type { Rule, Text } from './rule.js';
import { ourRules } from './rule-set.js';

/** The text of docs/rules.md: what each rule looks for, in English and Chinese, with the examples it is tested by. */
export function describeRules(): string {
  const rows = ourRules.alerting.map(
    ({ id, severity, groupBy, title }) => `- ${id} (${severity}, by ${groupBy}): ${title.en} · ${title.zh}`,
  );
  return [
    '# Detection rules · 检测规则',
    '',
    'Written by `describeRules()` from `libs/detection/src/rules`; a test keeps the two equal. Severity is that of a new',
    'finding; it may grow. Every example runs in order, shuffled, doubled, 48 hours late and across restarts.',
    '',
    '本文件由 `describeRules()` 根据 `libs/detection/src/rules` 生成，并由测试保证一致。级别为初次告警时的级别，之后可能升高。',
    '',
    ...rows,
    ...ourRules.alerting.flatMap(describeRule),
    '',
  ].join('\n');
}

function describeRule(rule: Rule): string[] {
  const text = (en: string, zh: string, value: Text) => [`**${en}.** ${value.en}`, '', `**${zh}：** ${value.zh}`, ''];
  const sees = [...rule.on.map((name) => `\`${name}\``), ...(rule.onMarks ?? []).map((mark) => `mark \`${mark}\``)];
  return [
    '',
    `## ${rule.id} ${rule.title.en} · ${rule.title.zh}`,
    '',
    `Version ${rule.version} · ${sees.length ? `sees ${sees.join(', ')}` : 'told by the engine itself'} · ${rule.references.join(' · ')}`,
    '',
    ...(rule.firesWhen ? text('Fires when', '触发条件', rule.firesWhen) : []),
    ...text('What to do', '处置', rule.runbook),
    ...text('False positives', '误报', rule.falsePositives),
    ...text('Known gaps', '已知盲区', rule.knownGaps),
    ...(rule.examples.length ? ['**Examples · 示例**', ''] : []),
    ...rule.examples.map(({ name, expect }) => `- ${name}: ${outcomeOf(expect)}`),
  ];
}

function outcomeOf(expected: Rule['examples'][number]['expect']): string {
  return expected.map(({ severity, count }) => `${severity}, count ${count}`).join('; ') || 'nothing · 不告警';
}
