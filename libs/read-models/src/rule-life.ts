import type { RuleView } from '@tillwatch/api';
import type { Rule } from '@tillwatch/detection';
import { evolveRuleLife, stageOf, type RuleLife } from '@tillwatch/domain';
import type { RuleStage, RuleStageChanged } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import type { Deadline } from './deadline.js';
import { DocumentTable } from './document-table.js';
import type { Change, ProjectedBatch, Projection, ReadModel } from './read-model.js';

/** The stages each rule went through. */
export const ruleLife: ReadModel = {
  name: 'rule-life',
  version: 1,
  tables: [{ name: 'rule_life', key: ['id'] }],
  schema: 'CREATE TABLE rule_life (id text COLLATE "C" PRIMARY KEY, document json NOT NULL);',
  open: (schema, empty) => new RuleLifeProjection(schema, empty),
};

class RuleLifeProjection implements Projection {
  private readonly lives: DocumentTable<RuleLife>;

  constructor(schema: string, empty: boolean) {
    this.lives = new DocumentTable({ schema, empty, table: 'rule_life', columns: [] });
  }

  get pending(): number {
    return this.lives.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter((event) => event.name === 'RuleStageChanged');
    if (ours.length === 0) return [];
    const ruleOf = ({ data }: { data: object }) => (data as RuleStageChanged).rule;
    await this.lives.load(tx, ours.map(ruleOf));
    for (const event of ours) {
      const place = { position: event.position, at: event.header.recordedtime };
      this.lives.put(evolveRuleLife(this.lives.get(ruleOf(event)), event.data as unknown as RuleStageChanged, place));
    }
    return [{ kind: 'lists', id: 'rules' }];
  }

  write(tx: Queryable): Promise<void> {
    return this.lives.write(tx);
  }
}

/** By rule id; rules nobody has spoken of are not in it. */
export async function ruleLives(db: Queryable): Promise<Map<string, RuleLife>> {
  const rows = await db.query<{ document: RuleLife }>('SELECT document FROM read_models.rule_life', [], 'rule lives');
  return new Map(rows.map(({ document }) => [document.id, document]));
}

/**
 * The stage of a rule while the log says nothing of it. A shop's own rule is put into its first stage when it is loaded; what
 * was recorded before is not its business.
 */
export function unspokenStage(rule: Pick<Rule, 'startsIn'> | Deadline): RuleStage {
  return 'startsIn' in rule && rule.startsIn ? 'draft' : 'live';
}

/** Changes that an answer names, the latest. */
const maxChangesShown = 50;

/** The stages of a rule's version now, as an answer has them. */
export function ruleStages(
  life: RuleLife | undefined,
  version: number,
  unspoken: RuleStage = 'live',
): Pick<RuleView, 'stage' | 'exceptions' | 'stageChanges'> {
  const stageIn = (store: string | undefined) => stageOf(life, version, store, Infinity, unspoken).stage;
  const stage = stageIn(undefined);
  const changes = life?.changes ?? [];
  const stores = [...new Set(changes.flatMap((change) => change.stores ?? []))].sort();
  return {
    stage,
    exceptions: stores.map((store) => ({ store, stage: stageIn(store) })).filter((other) => other.stage !== stage),
    stageChanges: changes
      .slice(-maxChangesShown)
      .toReversed()
      .map(({ position: _, ...change }) => change),
  };
}

/** The events up to the next that changes a stage: that holds for what comes after it, so it starts a batch of its own. */
export function oneBatch<Event extends { stream: string }>(events: Event[]): Event[] {
  const next = events.findIndex(({ stream }, index) => index > 0 && stream.startsWith('rule-'));
  return next < 0 ? events : events.slice(0, next);
}
