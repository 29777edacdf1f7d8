import type { DetectionEngine } from '@tillwatch/detection';
import type { EventStore, StoredEvent } from '@tillwatch/event-store';
import type { Clock, Log } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import type { AlertAppender } from './detection-step.js';
import type { Change, ReadModel } from './read-model.js';

export interface ProjectorOptions {
  database: Database;
  store: Pick<EventStore, 'readAll' | 'readStream' | 'head'>;
  readModels: readonly ReadModel[];
  engine: DetectionEngine;
  /** Gives alerts their recorded time. */
  clock: Clock;
  /** Of the alerts. */
  tenant: string;
  /** For a log that is not in the database: default, alerts are appended in the batch's own transaction. */
  appendAlerts?: AlertAppender;
  log: Log;
  /** Told of each batch just before it commits; for metrics. Must not throw. */
  onBatch?: (batch: ProjectedSummary) => void;
}

export interface ProjectedSummary {
  position: number;
  /** When the last of its events was recorded, ms since 1970. */
  recordedAt: number;
  changes: readonly Change[];
  alerts: readonly StoredEvent[];
}

/** The projector cannot take these events now: it is behind, or another process leads. The log comes first. */
export class NotCaughtUpError extends Error {
  override readonly name = 'NotCaughtUpError';
}
