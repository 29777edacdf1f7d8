import type { PoliciesView, PolicyDraftView, PolicyVersionView, PolicyView } from '@tillwatch/api';
import {
  evolveChoices,
  evolvePolicy,
  policyChoiceAt,
  policyInForce,
  policyVersionAt,
  policyVersions,
  shippedPolicies,
  type PolicyChoices,
  type PolicyDraft,
  type PolicyEvent,
  type PolicyLife,
  type PolicyVersion,
} from '@tillwatch/domain';
import type { PolicyProfileChosen, PolicyProfilePublished } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import { instant } from './paging.js';
import type { Change, ProjectedBatch, Projection, ReadModel } from './read-model.js';

/** Published versions of policy profiles, and what was chosen among them; never many. */
export const policies: ReadModel = {
  name: 'policies',
  version: 1,
  tables: [
    { name: 'policy_profile', key: ['id'] },
    { name: 'policy_choice', key: ['id'] },
  ],
  schema: `
    CREATE TABLE policy_profile (id text COLLATE "C" PRIMARY KEY, document json NOT NULL);
    CREATE TABLE policy_choice (id text COLLATE "C" PRIMARY KEY, document json NOT NULL);`,
  open: (schema, empty) => new PolicyProjection(schema, empty),
};

const choiceId = 'choice';

class PolicyProjection implements Projection {
  private readonly lives: DocumentTable<PolicyLife>;
  private readonly choices: DocumentTable<PolicyChoices & { id: string }>;

  constructor(schema: string, empty: boolean) {
    this.lives = new DocumentTable({ schema, empty, table: 'policy_profile', columns: [] });
    this.choices = new DocumentTable({ schema, empty, table: 'policy_choice', columns: [] });
  }

  get pending(): number {
    return this.lives.pending + this.choices.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const published = events.filter(
      ({ stream, name }) => stream.startsWith('policy-') && name !== 'PolicyProfileChosen',
    );
    const chosen = events.filter((event) => event.name === 'PolicyProfileChosen');
    if (published.length + chosen.length === 0) return [];
    await this.lives.load(tx, published.map(profileOf)); // prettier-ignore
    for (const event of published) {
      const { name, data, recordedAt: at, revision } = event;
      const told = { name, data, at, revision } as unknown as PolicyEvent;
      this.lives.put(evolvePolicy(this.lives.get(profileOf(event)), told));
    }
    if (chosen.length > 0) await this.choices.load(tx, [choiceId]);
    for (const { data, recordedAt } of chosen) {
      const choices = this.choices.get(choiceId) ?? { id: choiceId, changes: [] };
      evolveChoices(choices, data as unknown as PolicyProfileChosen, recordedAt);
      this.choices.put(choices);
    }
    return [{ kind: 'lists', id: 'policies' }];
  }

  async write(tx: Queryable): Promise<void> {
    await this.lives.write(tx);
    await this.choices.write(tx);
  }
}

function profileOf({ data }: { data: object }): string {
  return (data as PolicyProfilePublished).profile;
}

/** Everything that was ever published and chosen. */
export interface Policies {
  lives: Map<string, PolicyLife>;
  choices: PolicyChoices;
}

export async function readPolicies(db: Queryable): Promise<Policies> {
  const [lives, choices] = await Promise.all([
    db.query<{ document: PolicyLife }>('SELECT document FROM read_models.policy_profile ORDER BY id'),
    db.query<{ document: PolicyChoices }>('SELECT document FROM read_models.policy_choice'),
  ]);
  return {
    lives: new Map(lives.map(({ document }) => [document.id, document])),
    choices: choices[0]?.document ?? { changes: [] },
  };
}

/** Every profile there was at an instant, and what `store` was held to then. */
export function policiesView({ lives, choices }: Policies, store: string | undefined, atMs: number): PoliciesView {
  const stores = [...new Set(choices.changes.flatMap((change) => change.store ?? []))].sort();
  const shared = policyChoiceAt(choices, undefined, atMs);
  const own = stores.map((of) => ({ store: of, profile: policyChoiceAt(choices, of, atMs) }));
  const ids = [...shippedPolicies.map(({ id }) => id), ...lives.keys()];
  return {
    items: [...new Set(ids)].flatMap((id) => policyView(id, lives.get(id), atMs) ?? []),
    drafts: [...lives].flatMap(([profile, { draft }]) => (draft ? [draftView(profile, draft)] : [])),
    choice: { profile: shared, stores: own.filter(({ profile }) => profile !== shared) },
    inForce: policyInForce(choices, lives, store, atMs),
  };
}

/** Versions that an answer names, the latest. */
const maxVersionsShown = 50;

/** A profile as it was at an instant. `undefined`: there was none of that name. */
export function policyView(id: string, life: PolicyLife | undefined, atMs: number): PolicyView | undefined {
  const current = policyVersionAt(id, life, atMs);
  if (!current) return undefined;
  const shipped = shippedPolicies.find((policy) => policy.id === id);
  const versions = policyVersions(id, life).filter(({ at = -Infinity }) => at <= atMs);
  return {
    id,
    ...(shipped && { title: shipped.title, about: shipped.about }),
    current: versionView(current),
    versions: versions.slice(-maxVersionsShown).toReversed().map(versionView),
  };
}

function draftView(profile: string, { revision: draft, at, ...written }: PolicyDraft): PolicyDraftView {
  return { profile, draft, ...written, at: instant(at) };
}

function versionView({ at, ...version }: PolicyVersion): PolicyVersionView {
  return { ...version, ...(at !== undefined && { publishedAt: instant(at) }) };
}
