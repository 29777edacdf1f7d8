import { createDetectionEngine, type Observation, type Rule, rules } from '@tillwatch/detection';
import { type Bench, type Benchmark, scaled } from './benchmark.ts';
import { generatedRules, thirtyRules } from './generated-rules.ts';
import { batchSize, openLoad } from './load.ts';
import { bothSides, inRounds, type Round } from './rounds.ts';

const eventsPerRound = 100_000;
/** As the projector takes them. */
const eventsPerBatch = 1_000;
const manyRules = 1_000;

/** The rules as the projector runs them, over what it costs merely to parse the same events from JSON. */
export const detection: Benchmark = {
  figures: [{ name: 'detection', unit: 'events/s', aim: 0.5 }],

  async run(bench) {
    const { texts, batches } = await openEvents(bench);
    const few = thirtyRules();
    bench.say(`${few.length} rules, ${rules.length} of them ours`);
    return {
      detection: await inRounds(bench.rounds, (index) =>
        bothSides(
          index,
          async () => rateOf(texts.length * batchSize, () => judge(few, batches)),
          async () => rateOf(texts.length * batchSize, () => texts.forEach((text) => JSON.parse(text))),
        ),
      ),
    };
  },
};

/** A thousand rules more, over thirty: the cost may not grow by three. */
export const detection1000: Benchmark = {
  figures: [{ name: 'detection-1000', unit: 'events/s', floor: 0.34 }],

  async run(bench) {
    const { texts, batches } = await openEvents(bench);
    const [few, many] = [thirtyRules(), [...rules, ...generatedRules(manyRules)]];
    const events = texts.length * batchSize;
    const measured: Round[] = await inRounds(bench.rounds, (index) =>
      bothSides(
        index,
        async () => rateOf(events, () => judge(many, batches)),
        async () => rateOf(events, () => judge(few, batches)),
      ),
    );
    return { 'detection-1000': measured };
  },
};

interface Events {
  /** JSON arrays of `batchSize` events. */
  texts: string[];
  batches: Observation[][];
}

async function openEvents({ scale }: Bench): Promise<Events> {
  const count = scaled(eventsPerRound, scale, eventsPerBatch);
  const load = openLoad({ batches: count / batchSize });
  const texts = (await load.next(count / batchSize)).map(({ body }) => body.toString());
  const observations = texts.flatMap((text) => (JSON.parse(text) as Sent[]).map(observed));
  const batches = Array.from({ length: count / eventsPerBatch }, (_, i) =>
    observations.slice(i * eventsPerBatch, (i + 1) * eventsPerBatch),
  );
  return { texts, batches };
}

interface Sent {
  id: string;
  source: string;
  type: string;
  time: string;
  subject?: string;
  epoch: number;
  sequence: string;
  storeid: string;
  data: Record<string, unknown>;
}

function observed({ id, source, type, time, subject, epoch, sequence, storeid, data }: Sent): Observation {
  const at = Date.parse(time);
  return {
    ...{ id, name: type.split('.')[1]!, at, recordedAt: at + 1_000, terminalId: source.slice('/terminals/'.length) },
    ...{ epoch, sequence: Number(sequence), storeId: storeid, data },
    ...(subject !== undefined && { operatorId: subject }),
  };
}

/** What the projector does with a batch, but for the database: a new engine that meets every key for the first time. */
function judge(those: readonly Rule[], batches: readonly (readonly Observation[])[]): number {
  const engine = createDetectionEngine(those);
  let decisions = 0;
  for (const batch of batches) {
    const watched = batch.filter((event) => engine.watches(event));
    for (const key of engine.missing(watched)) engine.load(key, [], []);
    decisions += engine.observe(watched).length;
  }
  return decisions;
}

function rateOf(events: number, work: () => void): number {
  const started = performance.now();
  work();
  return (events * 1_000) / (performance.now() - started);
}
