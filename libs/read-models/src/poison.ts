import { decodeEvent } from '@tillwatch/events';
import type { StoredEvent } from '@tillwatch/event-store';
import type { Log } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { isAway } from './away.js';
import { terminalOf } from './clock-correction.js';
import { park } from './parked-events.js';
import type { Projections } from './projections.js';
import type { ProjectedBatch } from './read-model.js';

interface Alone {
  log: Log;
  detect(batch: ProjectedBatch): Promise<void>;
}

/**
 * Projects one event into each read model by itself; where it fails the event is parked and the others go on. The caller
 * drops what the projections hold in memory afterwards. Throws only when the database or the log is away.
 */
export async function projectAlone(
  tx: Queryable,
  stored: StoredEvent,
  projections: Projections,
  { log, detect }: Alone,
): Promise<void> {
  const attempt = async (readModel: string, work: () => Promise<void>): Promise<void> => {
    await tx.query('SAVEPOINT alone');
    try {
      await work();
      await tx.query('RELEASE SAVEPOINT alone');
    } catch (error) {
      if (isAway(error)) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT alone');
      log.error({ error, position: stored.position, readModel }, 'An event was parked.');
      const message = error instanceof Error ? error.message : String(error);
      await park(tx, { position: stored.position, readModel, error: message, ...subjectOf(stored) });
    }
  };
  let batch: ProjectedBatch | undefined;
  await attempt('*', async () => {
    batch = await projections.correct(tx, [decodeEvent(stored)]);
  });
  if (!batch) return;
  const corrected = batch;
  for (const { name, projection } of projections.opened) {
    await attempt(name, async () => {
      await projection.fold(tx, corrected);
      await projection.write(tx);
    });
  }
  await attempt('detection', () => detect(corrected));
}

/** Whom the read models are stale about. */
function subjectOf(stored: StoredEvent): { terminalId?: string; operatorId?: string } {
  try {
    const event = decodeEvent(stored);
    const terminalId = terminalOf(event);
    const operatorId = event.header.subject;
    return { ...(terminalId !== undefined && { terminalId }), ...(operatorId !== undefined && { operatorId }) };
  } catch {
    return {};
  }
}
