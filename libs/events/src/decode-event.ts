import { catalogue } from './catalogue.js';
import type { EventDefinition } from './define-event.js';
import type { EventHeader } from './header.js';
import type { LogEvent } from './log-event.js';
import { readingsOf } from './readings.js';

/** The columns of a stored event that reading needs. */
export interface StoredRow {
  position: number;
  stream: string;
  revision: number;
  type: string;
  header: string;
  data: string;
}

/**
 * Reads rows of the log with the given event types: data of an older schema version comes out as the current one. A type
 * the catalogue does not know, a newer version, or data an upcaster cannot read comes out raw under its full type, so
 * one strange event never stops a reader.
 */
export function createDecoder(definitions: readonly EventDefinition[]): (row: StoredRow) => LogEvent {
  const readings = readingsOf(definitions);
  return ({ position, stream, revision, type, header: headerText, data: dataText }) => {
    const header = JSON.parse(headerText) as EventHeader;
    const data = JSON.parse(dataText) as Record<string, unknown>;
    const reading = readings.get(type);
    if (!reading) return { position, stream, revision, name: type, header, data };
    const { name } = reading.definition;
    if (!reading.upcast) return { position, stream, revision, name, header, data };
    try {
      return { position, stream, revision, name, header, data: reading.upcast(data) };
    } catch {
      return { position, stream, revision, name: type, header, data: JSON.parse(dataText) as Record<string, unknown> };
    }
  };
}

export const decodeEvent = createDecoder(catalogue);
