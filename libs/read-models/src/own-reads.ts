import type { AuditDataRead } from '@tillwatch/events';
import type { ProjectedEvent } from './read-model.js';
import { recordModel } from './record-model.js';

interface OwnRead {
  /** Of the event. */
  id: string;
  operatorId: string;
  /** RFC 3339. */
  at: string;
  route: string;
}

/** Reads of an operator's records by the account of the same name: few, and each of them is of interest (R30f). */
export const ownReads = recordModel<OwnRead>({
  name: 'own-reads',
  version: 1,
  columns: [{ name: 'at', type: 'bigint', of: ({ at }) => Date.parse(at) }],
  indexes: ['at, id'],
  idOf: (event) => (ownIn(event) ? event.header.id : undefined),
  evolve: (_, id, event) => ({ id, at: event.header.recordedtime, ...ownIn(event)! }),
});

function ownIn({ name, data }: Pick<ProjectedEvent, 'name' | 'data'>): Omit<OwnRead, 'id' | 'at'> | undefined {
  if (name !== 'AuditDataRead') return undefined;
  const { actor, route, id: operatorId } = data as unknown as AuditDataRead;
  const isOwn = operatorId !== undefined && sameName(operatorId, actor) && route.startsWith('/v1/operators/:id');
  return isOwn ? { operatorId: operatorId.normalize('NFC'), route } : undefined;
}

/** Usernames are lower case; tills write ids as they like. */
function sameName(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}
