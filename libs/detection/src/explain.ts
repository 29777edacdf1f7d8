import type { Key } from './decision.js';
import type { Observation } from './observation.js';
import { alertIdOf } from './reconcile.js';
import type { Comparison, Finding, Progress, Rule, Text, Withdrawal } from './rule.js';

/** What a rule made of one event. */
export interface Step {
  event: Observation;
  /** What it found then: a finding starts, is more than it was, or turned out to be none. */
  outcome: 'none' | 'opened' | 'revised' | 'withdrawn';
  /** What it found, as it was then, and the alert that tells of it. */
  finding?: Finding;
  alertId?: string;
  /** Whether the rule counted the event; absent where the rule cannot say. */
  counts?: boolean;
  progress?: Progress;
  /** Of a rule that compares fields. */
  compared?: readonly Comparison[];
  /** Where the rule stood after it. */
  state: Text;
}

/** What a rule saw of one key, event by event, and what it found in the end by anchor. */
export interface Explanation {
  steps: Step[];
  findings: ReadonlyMap<string, Finding>;
  /** Of the steps without a finding, the one that was nearest to one. */
  nearest?: Step;
}

/** Folds `events`, all of one key and in event order, and says what the rule made of each that happened from `from` on. */
export function explain(rule: Rule, key: Key, events: readonly Observation[], from: number): Explanation {
  const state = rule.initialState();
  const findings = new Map<string, Finding>();
  const steps: Step[] = [];
  for (const event of events) {
    const found = rule.evolve(state, event);
    const { outcome, anchor } = note(findings, found);
    const finding = found && 'anchor' in found ? found : undefined;
    if (event.at < from) continue;
    const progress = rule.progress?.(state, event);
    const compared = rule.comparisons?.(event);
    steps.push({
      event,
      outcome,
      ...(finding && { finding }),
      ...(anchor !== undefined && { alertId: alertIdOf(rule.id, key, anchor) }),
      ...(progress && { counts: progress.counts, progress }),
      ...(compared && { compared }),
      state: stateIn(outcome, finding, progress),
    });
  }
  const nearest = nearestOf(steps);
  return { steps, findings, ...(nearest && { nearest }) };
}

/** Keeps what was found, and says what is new about it. */
function note(
  findings: Map<string, Finding>,
  found: Finding | Withdrawal | undefined,
): { outcome: Step['outcome']; anchor?: string } {
  if (!found) return { outcome: 'none' };
  if ('withdraws' in found) {
    return findings.delete(found.withdraws) ? { outcome: 'withdrawn', anchor: found.withdraws } : { outcome: 'none' };
  }
  const outcome = findings.has(found.anchor) ? 'revised' : 'opened';
  findings.set(found.anchor, found);
  return { outcome, anchor: found.anchor };
}

/** Evidence is what counted; nothing more is known of a rule that says nothing about its progress. */
export function withEvidence(steps: readonly Step[], evidence: readonly string[]): Step[] {
  const quoted = new Set(evidence);
  return steps.map((step) => (quoted.has(step.event.id) ? { ...step, counts: true } : step));
}

function nearestOf(steps: readonly Step[]): Step | undefined {
  const share = ({ progress }: Step) => (progress ? progress.value / progress.threshold : 0);
  return steps
    .filter(({ outcome, progress }) => outcome === 'none' && progress !== undefined && progress.value > 0)
    .reduce<Step | undefined>((best, step) => (best && share(best) >= share(step) ? best : step), undefined);
}

function stateIn(outcome: Step['outcome'], finding: Finding | undefined, progress: Progress | undefined): Text {
  if (finding) {
    const { count, severity } = finding;
    return outcome === 'opened'
      ? { en: `Fires: ${severity}, count ${count}.`, zh: `触发：级别 ${severities[severity]}，计数 ${count}。` }
      : {
          en: `Still firing: ${severity}, count ${count}.`,
          zh: `持续触发：级别 ${severities[severity]}，计数 ${count}。`,
        };
  }
  if (outcome === 'withdrawn') return { en: 'Takes its finding back.', zh: '撤回此前的发现。' };
  if (!progress) return { en: 'Seen; nothing to find in it yet.', zh: '已读取，尚无可触发的内容。' };
  const { counts, value, threshold, windowMs } = progress;
  const minutes = Math.round((windowMs / 60_000) * 100) / 100;
  const en = `${value} of ${threshold} within ${minutes} minutes.`;
  const zh = `${minutes} 分钟内 ${value} 次，阈值 ${threshold}。`;
  return counts ? { en, zh } : { en: `Not counted by this rule. ${en}`, zh: `本规则不统计此事件。${zh}` };
}

const severities = { low: '低', medium: '中', high: '高', critical: '严重' } as const;
