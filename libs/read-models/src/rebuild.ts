import { setTimeout as pause } from 'node:timers/promises';
import { decodeEvent, type LogEvent, type StoredRow } from '@tillwatch/events';
import { isUnavailable, tenantWall, type Database, type Queryable } from '@tillwatch/postgres';
import { readCheckpoint } from './checkpoint.js';
import { ClockCorrection } from './clock-correction.js';
import { digestOf } from './digest.js';
import { logTable, type LogSource } from './log-source.js';
import { parkedEvents, unpark } from './parked-events.js';
import type { Projection, ReadModel } from './read-model.js';

export interface RebuildReport {
  /** Events replayed. */
  events: number;
  /** Until the new rows were complete, without digests and swap. */
  seconds: number;
  /** Of the live rows; absent when there were none of this version. */
  digestBefore?: string;
  digestAfter: string;
  /** The live rows were what the log says. */
  equal: boolean;
}

const liveSchema = 'read_models';
/** Where it is built; one read model is rebuilt at a time. */
const buildSchema = 'rebuild';
/** Left over when it has come this near: the rest goes into the transaction that compares, or swaps. */
const near = 5_000;
/** Rows kept back to be written together. */
const maxPending = 50_000;
const swapTries = 10;
const swapRetryMs = 500;

/**
 * Builds a read model again from the whole log beside the live one, compares the two at one position, and puts the new
 * tables in the place of the old ones. Readers and the projector go on meanwhile; the swap is one short transaction.
 * Events that were parked are tried again; if one fails again they are all left out and stay parked.
 */
export async function rebuild(
  database: Database,
  readModel: ReadModel,
  source: LogSource = logTable(database),
): Promise<RebuildReport> {
  const started = performance.now();
  let replay = await Replay.start(database, source, readModel, new Set());
  try {
    await replay.untilCaughtUp();
  } catch (error) {
    const parked = await parkedEvents(database, readModel.name);
    if (parked.length === 0) throw error;
    replay = await Replay.start(database, source, readModel, new Set(parked.map((event) => event.position)));
    await replay.untilCaughtUp();
  }
  const seconds = (performance.now() - started) / 1_000;
  const digestBefore = await liveDigest(database, replay);
  const digestAfter = await database.transaction((tx) => digestOf(tx, readModel, buildSchema));
  await swap(database, replay);
  const report = { events: replay.events, seconds, digestAfter, equal: digestBefore === digestAfter };
  return digestBefore === undefined ? report : { ...report, digestBefore };
}

/** A read model on its way from the start of the log. */
class Replay {
  position = 0;
  events = 0;
  private readonly projection: Projection;
  private readonly clock = new ClockCorrection(buildSchema, true);

  private constructor(
    private readonly database: Database,
    private readonly source: LogSource,
    readonly readModel: ReadModel,
    readonly leftOut: ReadonlySet<number>,
  ) {
    this.projection = readModel.open(buildSchema, true);
  }

  static async start(
    database: Database,
    source: LogSource,
    readModel: ReadModel,
    leftOut: ReadonlySet<number>,
  ): Promise<Replay> {
    await database.transaction(async (tx) => {
      for (const { name } of readModel.tables) await tx.query(`DROP TABLE IF EXISTS ${buildSchema}.${name}`);
      await tx.query(`SET LOCAL search_path = ${buildSchema}`);
      await tx.query(`${readModel.schema} ${readModel.tables.map(({ name }) => tenantWall(name)).join('')}`);
    });
    return new Replay(database, source, readModel, leftOut);
  }

  /** Follows the live read models until it stands where they did a moment ago. */
  async untilCaughtUp(): Promise<void> {
    for (;;) {
      const { position } = await readCheckpoint(this.database, false);
      if (position <= this.position) break;
      const far = position - this.position > near;
      for await (const page of this.source(this.position, position)) {
        await this.fold(this.database, page);
        if (this.projection.pending >= maxPending) await this.database.transaction((tx) => this.projection.write(tx));
      }
      if (!far) break;
    }
    await this.database.transaction((tx) => this.projection.write(tx));
  }

  /** Folds and writes up to exactly `position`, which is near. */
  async upTo(tx: Queryable, position: number): Promise<void> {
    if (position > this.position)
      for await (const page of this.source(this.position, position)) await this.fold(tx, page);
    await this.projection.write(tx);
  }

  private async fold(tx: Queryable, rows: readonly StoredRow[]): Promise<void> {
    const events: LogEvent[] = [];
    for (const row of rows) if (!this.leftOut.has(row.position)) events.push(decodeEvent(row));
    await this.projection.fold(tx, await this.clock.correct(tx, events));
    this.events += events.length;
    this.position = rows.at(-1)?.position ?? this.position;
  }
}

/** Digest of the live rows in one snapshot, and the replay brought to where they stand in it. */
async function liveDigest(database: Database, replay: Replay): Promise<string | undefined> {
  const { readModel } = replay;
  const live = await database.transaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const { position } = await readCheckpoint(tx, false);
    const text = 'SELECT version FROM read_models.installed WHERE name = $1';
    const [installed] = await tx.query<{ version: number }>(text, [readModel.name]);
    return installed?.version === readModel.version ? { position, digest: await digestOf(tx, readModel) } : undefined;
  });
  if (live) await database.transaction((tx) => replay.upTo(tx, live.position));
  return live?.digest;
}

/** Nobody moves the checkpoint meanwhile, and the projector finds a new generation: its caches are of the old tables. */
async function swap(database: Database, replay: Replay): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await database.transaction((tx) => swapNow(tx, replay));
      return;
    } catch (error) {
      // Somebody reads the old tables for longer than we may wait for their lock.
      if (!isUnavailable(error) || attempt === swapTries) throw error;
      await pause(swapRetryMs);
    }
  }
}

async function swapNow(tx: Queryable, replay: Replay): Promise<void> {
  const { readModel } = replay;
  const { position } = await readCheckpoint(tx, true);
  for (const { name } of readModel.tables) await tx.query(`DROP TABLE IF EXISTS ${liveSchema}.${name}`);
  await replay.upTo(tx, position);
  for (const { name } of readModel.tables) {
    await tx.query(`ALTER TABLE ${buildSchema}.${name} SET SCHEMA ${liveSchema}`);
  }
  await tx.query(
    `INSERT INTO read_models.installed VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET version = excluded.version`,
    [readModel.name, readModel.version],
  );
  if (replay.leftOut.size === 0) await unpark(tx, readModel.name);
  await tx.query('UPDATE read_models.checkpoint SET generation = generation + 1');
}
