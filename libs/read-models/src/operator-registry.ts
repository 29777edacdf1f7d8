import type { OperatorRegistrationView } from '@tillwatch/api';
import {
  evolveRegistry,
  exemptionOf,
  registrationOf,
  seeWork,
  supervisorWork,
  unregistered,
  type RegistryChange,
  type RegistryEntry,
} from '@tillwatch/domain';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import { instant } from './paging.js';
import type { Change, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';

/** Every operator that was ever registered, with what terminals say they did that a cashier does not do. */
export const operatorRegistry: ReadModel = {
  name: 'operator-registry',
  version: 1,
  tables: [{ name: 'operator_registry', key: ['id'] }],
  schema: `
    CREATE TABLE operator_registry (
      id text COLLATE "C" PRIMARY KEY,
      registration text COLLATE "C" NOT NULL,
      scope_class text COLLATE "C" NOT NULL,
      exemption text COLLATE "C" NOT NULL,
      document json NOT NULL
    );
    CREATE INDEX operator_registry_void ON operator_registry (id) WHERE exemption = 'void';`,
  open: (schema, empty) => new RegistryProjection(schema, empty),
};

export const operatorStream = 'operator-';

class RegistryProjection implements Projection {
  private readonly entries: DocumentTable<RegistryEntry>;

  constructor(schema: string, empty: boolean) {
    this.entries = new DocumentTable({
      schema,
      empty,
      table: 'operator_registry',
      columns: [
        { name: 'registration', type: 'text', of: (entry) => registrationOf(entry)!.status },
        { name: 'scope_class', type: 'text', of: (entry) => registrationOf(entry)!.scopeClass },
        { name: 'exemption', type: 'text', of: (entry) => exemptionOf(entry).state },
      ],
    });
  }

  get pending(): number {
    return this.entries.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.flatMap((event) => {
      const id = operatorOf(event);
      return id === undefined ? [] : [{ id, event }];
    });
    if (ours.length === 0) return [];
    await this.entries.load(tx, ours.map(({ id }) => id)); // prettier-ignore
    const changed = new Set<string>();
    for (const { id, event } of ours) {
      const entry = this.entries.get(id) ?? unregistered(id);
      take(entry, event);
      if (entry.changes.length === 0) continue;
      this.entries.put(entry);
      changed.add(id);
    }
    return [...changed].map((id) => ({ kind: 'operator', id }));
  }

  write(tx: Queryable): Promise<void> {
    return this.entries.write(tx);
  }
}

/** Whose registration an event may tell of: the operator's of the stream, or of who did it at a terminal. */
function operatorOf({ stream, terminalId, name, data }: ProjectedEvent): string | undefined {
  if (stream.startsWith(operatorStream)) return stream.slice(operatorStream.length);
  const { actor } = data;
  return terminalId !== undefined && supervisorWork.has(name) && typeof actor === 'string'
    ? actor.normalize('NFC')
    : undefined;
}

function take(entry: RegistryEntry, event: ProjectedEvent): void {
  const { name, data, at, recordedAt, terminalId, header } = event;
  if (terminalId === undefined)
    return evolveRegistry(entry, { name, data, at: recordedAt } as unknown as RegistryChange);
  const { id: eventId, subject } = header;
  seeWork(entry, { at, eventId, name, terminalId, ...(subject !== undefined && { subject }) });
}

/** As it was at an instant, ms since 1970; default now. `undefined`: not registered then. */
export function registrationView(entry: RegistryEntry, untilMs?: number): OperatorRegistrationView | undefined {
  const registration = registrationOf(entry, untilMs);
  if (!registration) return undefined;
  const { scopeSince: _, since, registered, ...facts } = registration;
  const { because, requirements, state } = exemptionOf(entry, untilMs);
  return {
    ...facts,
    since: instant(since),
    registeredBy: registered.by,
    registeredAt: instant(registered.at),
    exemption: {
      state,
      requirements: [...requirements],
      because: because.map(({ at, eventId: _id, ...work }) => ({ at: instant(at), ...work })),
    },
  };
}

/** `undefined`: never registered. */
export async function registryEntry(db: Queryable, id: string): Promise<RegistryEntry | undefined> {
  const text = 'SELECT document FROM read_models.operator_registry WHERE id = $1';
  return (await db.query<{ document: RegistryEntry }>(text, [id]))[0]?.document;
}
