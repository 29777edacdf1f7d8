import type { Held, RuleExplanation, Said } from '@tillwatch/api';
import { lookBackOf, type Key, type Rule } from '@tillwatch/detection';
import { isAbout, stageOf } from '@tillwatch/domain';
import type { Database } from '@tillwatch/postgres';
import { alertsOfRule, type AlertState } from './alerts.js';
import { explained, limitsOf, stepViews, type Explained } from './explained-steps.js';
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
  const [pending, held] = await Promise.all([
    pendingOf(database, key, seen, Math.min(to, nowMs) - watermarkGraceMs),
    heldBy(database, rule, { name, seen, from, to }),
  ]);
  const nearest = nearestOf(seen);
  return {
    ...{ rule: rule.id, version: rule.version, key: name, from: instant(from), to: instant(to) },
    limits: limitsOf(rule),
    steps: stepViews(seen),
    truncated: seen.truncated,
    alerts: told.map(alertLine),
    ...(nearest && { nearest }),
    pending,
    held,
    answer: answerOf(seen, nearest, pending.length),
  };
}

function alertLine({ id, status, severity, count, firstAt, lastAt }: AlertState): RuleExplanation['alerts'][number] {
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

async function heldBy(
  database: Database,
  rule: Rule,
  { name, seen, from, to }: Span & { name: string; seen: Explained },
): Promise<Held[]> {
  const life = (await ruleLives(database)).get(rule.id);
  const stores = [...new Set(seen.steps.map(({ event }) => event.storeId))];
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

function answerOf({ steps }: Explained, nearest: RuleExplanation['nearest'], pending: number): Said {
  const fired = steps.filter(({ outcome }) => outcome === 'opened').length;
  const more = pending
    ? { en: ` Pending data: ${pending} terminals have not told everything yet.`, zh: `数据待补：${pending} 台终端尚未上报完整。` }
    : { en: '', zh: '' }; // prettier-ignore
  if (fired > 0) return { en: `It fired ${fired} times.${more.en}`, zh: `触发 ${fired} 次。${more.zh}` };
  if (steps.length === 0) {
    return {
      en: `It did not fire: it saw no event it looks at.${more.en}`,
      zh: `未触发：该时段内没有本规则关注的事件。${more.zh}`,
    };
  }
  if (!nearest) return { en: `It did not fire.${more.en}`, zh: `未触发。${more.zh}` };
  const { value, threshold, windowMs } = nearest;
  const minutes = windowMs / 60_000;
  return {
    en: `It did not fire: ${value} of ${threshold} within ${minutes} minutes was the nearest.${more.en}`,
    zh: `未触发：最接近时为 ${minutes} 分钟内 ${value} 次，阈值 ${threshold}。${more.zh}`,
  };
}
