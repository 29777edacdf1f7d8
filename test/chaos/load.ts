import { setTimeout as sleep } from 'node:timers/promises';
import { generateLoad, type PlannedFleet, sendBatch, sendFleet } from '@tillwatch/terminal';
import type { Acknowledged, SentEvent } from './acknowledged.ts';

export interface LoadOptions {
  url: string;
  token: string;
  seed: number;
  random: () => number;
  told: Acknowledged;
  /** No new batch after this; those under way are sent until they are answered. */
  enough: AbortSignal;
}

const lanes = 16;
/** More than lanes, so that a terminal rarely has two batches under way; when it has, they come out of order. */
const terminals = 48;
const eventsPerBatch = 20;
/** Between two batches of a lane: about 300 events a second in all, so that checking does not take longer than killing. */
const pauseMs = { least: 500, most: 1_500 };
/** Terminals come back at once, so that most kills meet a product under load. */
const longestWaitMs = 1_000;
/** The load's clock starts so far back that it never gets ahead of ours. */
const agoMs = 30 * 86_400_000;

/** Many terminals, each a journal without end and without incident. Resolves when everything sent is answered. */
export async function sendLoad({ url, token, seed, random, told, enough }: LoadOptions): Promise<void> {
  const load = generateLoad({ terminals, seed, start: Date.now() - agoMs, batchSize: eventsPerBatch });
  const lane = async (): Promise<void> => {
    while (!enough.aborted) {
      const { body } = (await load.next()).value;
      const answer = await sendBatch(body, { url, token, draw: random, longestWaitMs });
      told.record(JSON.parse(body.toString('utf8')) as SentEvent[], answer);
      const pause = pauseMs.least + random() * (pauseMs.most - pauseMs.least);
      await sleep(pause, undefined, { signal: enough }).catch(() => {});
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** The scripted day with its incidents, spread over `durationMs`. Resolves when everything is answered. */
export async function sendIncidents(
  plan: PlannedFleet,
  { url, token, told, durationMs }: Pick<LoadOptions, 'url' | 'token' | 'told'> & { durationMs: number },
): Promise<void> {
  const events = plan.terminals.flatMap(({ deliveries }) => deliveries.map(({ from, to }) => to - from));
  const rate = events.reduce((sum, count) => sum + count, 0) / (durationMs / 1_000);
  await sendFleet(plan, {
    url,
    token,
    rate,
    longestWaitMs,
    onAnswer: ({ entries, answer }) =>
      told.record(
        entries.map(({ event }) => event),
        answer,
      ),
  });
}
