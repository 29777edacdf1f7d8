import type { Held, RuleExplanation, Said } from '@tillwatch/api';
import { lookBackOf, type Key, type Rule } from '@tillwatch/detection';
import { isAbout, stageOf } from '@tillwatch/domain';
import type { Database } from '@tillwatch/postgres';
import { alertsOfRule, type AlertState } from './alerts.js';
import { explained, limitsOf, stepViews, type Explained } from './explained-steps.js';
import type { DescribedRule } from './every-rule.js';
import type { Span } from './key-events.js';
import { instant } from './paging.js';
import { ruleLives } from './rule-life.js';
import { silencesWithin } from './silences.js';
import { getTerminals } from './terminal-state.js';

/** A terminal tells how complete its data is with every heartbeat: two of them may be on their way. */
const watermarkGraceMs = 10 * 60_000;

/** Why a rule fired, or did not, about one operator or terminal between two times. */
export async function explainKey(
  database: Database,
  rule: Rule,
  key: Key,
  { from, to, nowMs }: Span & { nowMs: number },
): Promise<RuleExplanation> {
  const seen = await explained(database, rule, key, { from, to, lookBackMs: lookBackOf(rule) });
  const name = `${key.groupBy}:${key.value}`;
  const told = (await alertsOfRule(database, rule.id, [name])).filter(
    ({ firstAt, lastAt }) => Date.parse(lastAt) >= from && Date.parse(firstAt) < to,
  );
  const stores = [...new Set(seen.steps.map(({ event }) => event.storeId))];
  const [pending, held] = await Promise.all([
    pendingOf(database, key, seen, Math.min(to, nowMs) - watermarkGraceMs),
    heldBy(database, rule, { name, stores, from, to }),
  ]);
  const names = seenNames(seen);
  const unseen = rule.on.filter((name) => !names.has(name));
  const nearest = nearestOf(seen);
  return {
    ...{ rule: rule.id, version: rule.version, key: name, from: instant(from), to: instant(to) },
    ...(rule.firesWhen && { firesWhen: rule.firesWhen }),
    limits: limitsOf(rule),
    steps: stepViews(seen),
    truncated: seen.truncated,
    seen: [...names].map(([name, count]) => ({ name, count })),
    unseen,
    alerts: told.map(alertLine),
    ...(nearest && { nearest }),
    pending,
    held,
    answer: answerOf(seen, nearest, pending.length, lackOf(rule, names.size > 0 ? unseen : [])),
  };
}

export function alertLine({
  id,
  status,
  severity,
  count,
  firstAt,
  lastAt,
}: AlertState): RuleExplanation['alerts'][number] {
  return { id, status, severity, count, firstAt, lastAt };
}

function nearestOf({ nearest }: Explained): RuleExplanation['nearest'] {
  if (!nearest?.progress) return undefined;
  const { value, threshold, windowMs } = nearest.progress;
  return { eventId: nearest.event.id, at: instant(nearest.event.at), value, threshold, windowMs };
}

/** Terminals in it that have not told everything yet. One without a journal never says so, and is not here. */
async function pendingOf(
  database: Database,
  { groupBy, value }: Key,
  { steps }: Explained,
  until: number,
): Promise<RuleExplanation['pending']> {
  const named = groupBy === 'terminal' ? [value] : [];
  const ids = new Set([...named, ...steps.map(({ event }) => event.terminalId)]);
  const terminals = await getTerminals(database, [...ids]);
  return terminals.flatMap(({ id, dataCompleteUntil }) =>
    dataCompleteUntil !== undefined && Date.parse(dataCompleteUntil) < until
      ? [{ terminalId: id, dataCompleteUntil }]
      : [],
  );
}

/** What kept, or keeps, people from being told what a rule finds of a key in these stores. */
export async function heldBy(
  database: Database,
  rule: Pick<DescribedRule, 'id' | 'version' | 'severity'>,
  { name, stores, from, to }: Span & { name: string; stores: readonly (string | undefined)[] },
): Promise<Held[]> {
  const life = (await ruleLives(database)).get(rule.id);
  const stages = (stores.length ? stores : [undefined]).flatMap((store): Held[] => {
    const { stage, since } = stageOf(life, rule.version, store, Infinity);
    // A rule that became live later did not judge this.
    if (stage === 'live' && (since === undefined || Date.parse(since) <= from)) return [];
    return [{ kind: 'stage', stage, ...(store !== undefined && { store }), ...(since !== undefined && { since }) }];
  });
  const silences = (await silencesWithin(database, from, to)).filter((silence) =>
    (stores.length ? stores : [undefined]).some((storeId) =>
      isAbout(silence, {
        rule: rule.id,
        key: name,
        severity: rule.severity,
        ...(storeId !== undefined && { storeId }),
      }),
    ),
  );
  const silenced = silences.map(({ id, author, reason, from: since, until }): Held => {
    return { kind: 'silence', id, author, reason, from: since, until };
  });
  return [...stages, ...silenced];
}

function seenNames({ steps }: Explained): Map<string, number> {
  const names = new Map<string, number>();
  for (const { event } of steps) names.set(event.name, (names.get(event.name) ?? 0) + 1);
  return names;
}

/** What it takes, and which events of that did not happen. */
function lackOf({ firesWhen }: Rule, unseen: readonly string[]): Said {
  const names = unseen.join(', ');
  return {
    en: `${firesWhen ? ` It fires so: ${firesWhen.en}` : ''}${names && ` Not seen: ${names}.`}`,
    zh: `${firesWhen ? `触发条件：${firesWhen.zh}` : ''}${names && `未出现的事件：${names}。`}`,
  };
}

function answerOf({ steps }: Explained, nearest: RuleExplanation['nearest'], pending: number, lack: Said): Said {
  const fired = steps.filter(({ outcome }) => outcome === 'opened').length;
  const more = pending
    ? { en: ` Pending data: ${pending} terminals have not told everything yet.`, zh: `数据待补：${pending} 台终端尚未上报完整。` }
    : { en: '', zh: '' }; // prettier-ignore
  if (fired > 0)
    return { en: `It fired ${fired === 1 ? 'once' : `${fired} times`}.${more.en}`, zh: `触发 ${fired} 次。${more.zh}` };
  if (steps.length === 0) {
    return {
      en: `It did not fire: it saw no event it looks at.${lack.en}${more.en}`,
      zh: `未触发：该时段内没有本规则关注的事件。${lack.zh}${more.zh}`,
    };
  }
  if (!nearest) return { en: `It did not fire.${lack.en}${more.en}`, zh: `未触发。${lack.zh}${more.zh}` };
  const { value, threshold, windowMs } = nearest;
  const minutes = windowMs / 60_000;
  return {
    en: `It did not fire: ${value} of ${threshold} within ${minutes} minutes was the nearest.${lack.en}${more.en}`,
    zh: `未触发：最接近时为 ${minutes} 分钟内 ${value} 次，阈值 ${threshold}。${lack.zh}${more.zh}`,
  };
}
