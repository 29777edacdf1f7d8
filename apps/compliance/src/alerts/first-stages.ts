import type { Rule } from '@tillwatch/detection';
import { changeStage, evolveRuleLife, type RuleLife } from '@tillwatch/domain';
import { platformEvent, type PayloadOf } from '@tillwatch/events';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';
import { type Clock, type Log, uuidFromName } from '@tillwatch/kernel';
import { eventsOf } from '@tillwatch/read-models';

const tries = 5;
const reason = 'This version was loaded for the first time. / 该版本首次加载。';

interface Dependencies {
  store: Pick<EventStore, 'readStream' | 'append'>;
  clock: Clock;
  tenant: string;
  log: Log;
  /** As far as the read models know: what they do, need not be read from the log. */
  lives: ReadonlyMap<string, RuleLife>;
}

/**
 * Puts each version of a shop's own rules that the log does not speak of into its first stage: from then on it has a beginning,
 * and what happened before is not its business. However many instances start with the same rules, each is said once.
 */
export async function sayFirstStages(rules: readonly Rule[], of: Dependencies): Promise<void> {
  for (const rule of rules) {
    const { id, version, startsIn } = rule;
    if (startsIn && !speaksOf(of.lives.get(id), version)) await sayFirstStage(rule, startsIn, of);
  }
}

async function sayFirstStage({ id, version }: Rule, stage: 'shadow' | 'live', of: Dependencies): Promise<void> {
  const { store, clock, tenant, log } = of;
  const stream = `rule-${id}`;
  for (let attempt = 0; attempt < tries; attempt++) {
    const { life, revision } = await readRuleLife(store, stream);
    if (speaksOf(life, version)) return;
    const decided = changeStage(life, { actor: 'platform', rule: id, version, stage, reason });
    if (!decided.ok) {
      log.warn({ rule: id, version }, 'A rule has had too many versions: this one stays a draft.');
      return;
    }
    const origin = {
      id: uuidFromName(`${stream}|first|${version}`),
      source: '/platform/detection',
      recordedtime: new Date(clock()).toISOString(),
      tenant,
    };
    const events = [platformEvent('RuleStageChanged', decided.value, origin)];
    const [result] = await store.append([{ stream, expectedRevision: revision, events }]);
    if (result!.ok) return;
  }
  throw new Error(`The stream ${stream} is never still.`);
}

function speaksOf(life: RuleLife | undefined, version: number): boolean {
  return life?.changes.some((change) => change.version === version) ?? false;
}

/** What a rule's stream says, and up to which revision. */
export async function readRuleLife(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<{ life: RuleLife | undefined; revision: number }> {
  let life: RuleLife | undefined;
  let revision = NO_STREAM;
  for await (const event of eventsOf(store, stream)) {
    const place = { position: event.position, at: event.header.recordedtime };
    life = evolveRuleLife(life, event.data as unknown as PayloadOf<'RuleStageChanged'>, place);
    revision = event.revision;
  }
  return { life, revision };
}
