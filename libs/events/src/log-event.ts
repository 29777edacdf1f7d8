import type { EventHeader } from './header.js';

/** One event as read back from the log: header parsed, data parsed and upcast to the current schema version. */
export interface LogEvent<Name extends string = string, Data = Record<string, unknown>> {
  /** Place in the global log, from 1, no holes. */
  position: number;
  stream: string;
  /** Place in the stream, from 0. */
  revision: number;
  /** Catalogue name (`LoginFailed`), or the full CloudEvents type when the catalogue does not know it. */
  name: Name;
  header: EventHeader;
  data: Data;
}
