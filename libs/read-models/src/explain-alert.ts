import type { AlertExplanation, Said } from '@tillwatch/api';
import { lookBackOf, withEvidence, type Finding, type Rule, type Step } from '@tillwatch/detection';
import type { Database } from '@tillwatch/postgres';
import { keyNamed } from './alert-events.js';
import { alertStates, type AlertState } from './alerts.js';
import { explained, limitsOf, stepViews, type Explained } from './explained-steps.js';
import { instant } from './paging.js';

/**
 * The window of an alert, event by event, as its rule sees it now; `undefined` when there is no such alert. Of a rule that is
 * not here any more, or is no fold over events, it says so.
 */
export async function explainAlert(
  database: Database,
  id: string,
  rules: readonly Rule[],
): Promise<AlertExplanation | undefined> {
  const alert = (await alertStates(database, [id])).get(id);
  if (!alert) return undefined;
  const rule = rules.find((known) => known.id === alert.rule);
  const base = { alert: id, rule: alert.rule, ruleVersion: alert.ruleVersion, key: alert.key };
  if (!rule || rule.on.length + (rule.onMarks ?? []).length === 0) {
    return { ...base, steps: [], truncated: false, answer: notExplained };
  }
  // What decides may come after the last event that is counted: a logout shows how long two sessions overlapped.
  const span = { from: Date.parse(alert.firstAt) - rule.window, to: Date.parse(alert.lastAt) + rule.window + 1 };
  const seen = await explained(database, rule, keyNamed(alert.key), { ...span, lookBackMs: lookBackOf(rule) });
  const steps = withEvidence(untilTold(seen.steps, alert), alert.evidence);
  const fired = firedAt(seen, alert);
  return {
    ...base,
    currentVersion: rule.version,
    limits: limitsOf(rule),
    ...(fired && { fired }),
    steps: stepViews({ ...seen, steps }),
    truncated: seen.truncated,
    answer: answerOf(fired, seen.findings.get(alert.anchor), { raised: alert.ruleVersion, now: rule.version }),
  };
}

const notExplained: Said = {
  en: 'This alert was not raised by a rule that is here and looks at events; its details are all there is to say.',
  zh: '该告警并非由当前存在的事件规则产生，详情中即为全部说明。',
};

/** Up to the last of its events, or to what last changed the alert. */
function untilTold(steps: readonly Step[], { id, lastAt }: AlertState): Step[] {
  const end = steps.findLastIndex(({ event, alertId }) => alertId === id || event.at <= Date.parse(lastAt));
  return steps.slice(0, end + 1);
}

function firedAt({ steps }: Explained, alert: AlertState): AlertExplanation['fired'] {
  const step = steps.find(({ outcome, alertId }) => outcome === 'opened' && alertId === alert.id);
  if (!step?.finding) return undefined;
  const { id, at, recordedAt } = step.event;
  const { severity, count } = step.finding;
  const late = { lateByMs: alert.lateByMs };
  return { eventId: id, at: instant(at), recordedAt: instant(recordedAt), severity, count, ...late };
}

function answerOf(
  fired: AlertExplanation['fired'],
  finding: Finding | undefined,
  version: { raised: number; now: number },
): Said {
  if (!fired || !finding) {
    return {
      en: 'By what is known now, and the rule as it is, it would not fire.',
      zh: '按目前已知的历史和当前版本的规则，不会触发。',
    };
  }
  const { severity, count } = finding;
  const { raised, now } = version;
  const other = raised !== now;
  const en = other ? ` Version ${raised} raised it; the steps are by version ${now}.` : '';
  const zh = other ? `告警由版本 ${raised} 触发，以下步骤按版本 ${now} 计算。` : '';
  return {
    en: `It fired at the event marked below; it came to severity ${severity}, count ${count}.${en}`,
    zh: `在下方标出的事件处触发，最终级别为${severities[severity]}，计数 ${count}。${zh}`,
  };
}

const severities = { low: '低', medium: '中', high: '高', critical: '严重' } as const;
