import { Kafka, logLevel } from 'kafkajs';

/**
 * kafkajs as it comes, in a process of its own, because `@tillwatch/kafka` mends it where it is loaded: how fast `eachBatch`
 * gives out `count` records of a topic, with a handler that only counts. Prints records per second between the first batch
 * and the last.
 */
const [brokers, topic, countText] = process.argv.slice(2) as [string, string, string];
const count = Number(countText);

const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'raw', logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `raw-${process.pid}-${Date.now()}`, maxWaitTimeInMs: 100 });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
let seen = 0;
let first = 0;
let started = 0;
const { promise: done, resolve } = Promise.withResolvers<number>();
await consumer.run({
  autoCommit: false,
  partitionsConsumedConcurrently: 12,
  eachBatch({ batch }) {
    seen += batch.messages.length;
    if (started === 0) {
      started = performance.now();
      first = seen;
    }
    if (seen >= count) resolve(performance.now());
    return Promise.resolve();
  },
});
const ended = await done;
console.log(Math.round(((seen - first) * 1_000) / (ended - started)));
process.exit(0);
