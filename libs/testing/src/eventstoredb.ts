import type { EventStoreDb, EventStoreDbOptions } from './eventstoredb/server.js';

export type { AppendFault } from './eventstoredb/faults.js';
export type { EventStoreDb, EventStoreDbOptions } from './eventstoredb/server.js';

/** A server that speaks EventStoreDB's protocol, in this process. Loaded when asked for: most tests need none. */
export async function startEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDb> {
  const server = await import('./eventstoredb/server.js');
  return server.startEventStoreDb(options);
}
