import { catalogue } from './catalogue.js';
import { typeName, type EventDefinition } from './define-event.js';
import type { EventHeader } from './header.js';
import type { LogEvent } from './log-event.js';

/** The columns of a stored event that reading needs. */
export interface StoredRow {
  position: number;
  stream: string;
  revision: number;
  type: string;
  header: string;
  data: string;
}

interface Reading {
  name: string;
  /** From the version of this type to the current one; undefined when it is the current one. */
  upcast?: (data: Record<string, unknown>) => Record<string, unknown>;
}

/**
 * Reads rows of the log with the given event types: data of an older schema version comes out as the current one. A type
 * the catalogue does not know, a newer version, or data an upcaster cannot read comes out raw under its full type, so
 * one strange event never stops a reader.
 */
export function createDecoder(definitions: readonly EventDefinition[]): (row: StoredRow) => LogEvent {
  const readings = new Map(definitions.flatMap(readingsOf));
  return ({ position, stream, revision, type, header: headerText, data: dataText }) => {
    const header = JSON.parse(headerText) as EventHeader;
    const data = JSON.parse(dataText) as Record<string, unknown>;
    const reading = readings.get(type);
    if (!reading) return { position, stream, revision, name: type, header, data };
    if (!reading.upcast) return { position, stream, revision, name: reading.name, header, data };
    try {
      return { position, stream, revision, name: reading.name, header, data: reading.upcast(data) };
    } catch {
      return { position, stream, revision, name: type, header, data: JSON.parse(dataText) as Record<string, unknown> };
    }
  };
}

export const decodeEvent = createDecoder(catalogue);

function readingsOf({ name, type, earlier }: EventDefinition): [string, Reading][] {
  const older = earlier.map(({ schema }, from): [string, Reading] => [
    typeName(name, schema),
    { name, upcast: (data) => earlier.slice(from).reduce((older, version) => version.upcast(older), data) },
  ]);
  return [...older, [type, { name }]];
}
