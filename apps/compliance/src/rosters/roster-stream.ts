import { evolveRoster, type Roster, type RosterEvent } from '@tillwatch/domain';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';
import { eventsOf } from '@tillwatch/read-models';

export function rosterStream(operatorId: string): string {
  return `operator-roster-${operatorId}`;
}

export async function rosterFromLog(
  store: Pick<EventStore, 'readStream'>,
  operatorId: string,
): Promise<{ roster: Roster; revision: number }> {
  const roster: Roster = new Map();
  let last = NO_STREAM;
  for await (const { name, data, revision } of eventsOf(store, rosterStream(operatorId))) {
    evolveRoster(roster, { name, data } as unknown as RosterEvent);
    last = revision;
  }
  return { roster, revision: last };
}
