import { createHash } from 'node:crypto';
import { createDetectionEngine, rules, type Rule } from '@tillwatch/detection';
import { canonicalJson } from '@tillwatch/kernel';
import { deadlines } from '@tillwatch/read-models';

export const ruleVersionsPath = 'test/tidy/rule-versions.json';

/** By rule: its version, and a digest of how it judges. */
export type RuleVersions = Record<string, { version: number; judgement: string }>;

/** Everything about a rule but its words: what it looks at, and what its examples make it find. */
function judgementOf(rule: Rule): unknown {
  const { severity, on, onMarks = [], groupBy, window, tiers = [], lasting, examples } = rule;
  const limits = tiers.map(({ count, windowMs, severity: at }) => ({ count, windowMs, at }));
  const found = examples.map(({ events }) => {
    const engine = createDetectionEngine([rule]);
    for (const key of engine.missing(events)) engine.load(key, [], []);
    return { events, decisions: engine.observe(events).map(({ rule: _, ...decision }) => decision) };
  });
  const lasts = lasting ? { on: lasting.on, forMs: lasting.forMs ?? null } : null;
  return { severity, on, onMarks, groupBy, window, limits, lasts, found };
}

/** As the code has them now. */
export function ruleVersions(): RuleVersions {
  const moment = { nowMs: 0, untilMs: 0, listeningSinceMs: 0, stores: [] };
  const judged: [string, number, unknown][] = [
    ...rules.map((rule): [string, number, unknown] => [rule.id, rule.version, judgementOf(rule)]),
    ...deadlines.map(({ id, version, severity, groupBy, basis, noticeMs = 0, unmet, ended }) => {
      const judgement = { severity, groupBy, basis, noticeMs, unmet: unmet(moment).text, ended };
      return [id, version, judgement] as [string, number, unknown];
    }),
  ];
  return Object.fromEntries(
    judged.map(([id, version, judgement]) => {
      const digest = createHash('sha256')
        .update(canonicalJson(JSON.parse(JSON.stringify(judgement))))
        .digest('hex');
      return [id, { version, judgement: digest.slice(0, 16) }];
    }),
  );
}

/** Rules that judge differently under a version that somebody may have seen judge otherwise. */
export function unversioned(known: RuleVersions, now: RuleVersions): string[] {
  return Object.entries(now).flatMap(([id, { version, judgement }]) =>
    known[id]?.version === version && known[id].judgement !== judgement ? [id] : [],
  );
}

export function ruleVersionsText(versions: RuleVersions): string {
  return `${JSON.stringify(versions, undefined, 2)}\n`;
}
