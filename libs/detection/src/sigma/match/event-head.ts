import { instantOf } from '../value/instant.js';
import { EventFields, FieldTable } from './event-fields.js';

/** Where events say when they happened and what they are called; of several fields, the first that says it. */
export interface HeadFields {
  timestamp: readonly string[];
  id: readonly string[];
}

export const defaultHeadFields: HeadFields = {
  timestamp: [
    '@timestamp',
    'timestamp',
    'time',
    'eventTime',
    'UtcTime',
    'EventTime',
    'TimeCreated',
    'SystemTime',
    'ts',
  ],
  id: ['id', '_id', 'event_id', 'event.id', 'eventID', 'EventRecordID', 'uid', 'uuid'],
};

export interface EventHead {
  /** ms since 1970. */
  at?: number;
  id?: string;
}

const MAX_ID_CHARACTERS = 256;

export function headReader({ timestamp, id }: HeadFields): (event: object) => EventHead {
  const table = new FieldTable();
  const times = timestamp.map((name) => table.slotOf([name]));
  const ids = id.map((name) => table.slotOf([name]));
  return (event) => {
    const fields = new EventFields(table, event);
    const head: EventHead = {};
    for (const slot of times) {
      const at = fields
        .get(slot)
        .scalars.map(instantOf)
        .find((instant) => instant !== undefined);
      if (at === undefined) continue;
      head.at = at;
      break;
    }
    for (const slot of ids) {
      const [text] = fields.get(slot).asTexts();
      if (!text || text.length > MAX_ID_CHARACTERS) continue;
      head.id = text;
      break;
    }
    return head;
  };
}
