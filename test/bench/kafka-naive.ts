import { faultsIn, terminalEvents } from '@tillwatch/events';
import kafkajs from 'kafkajs';
import { Pool } from 'pg';

/**
 * The pipeline that most would write first, in a process of its own: `eachMessage`, class-validator on what it holds, one
 * INSERT per event that commits by itself, partitions side by side. Prints events per second between the first and the last.
 */
const [brokers, topic, countText, databaseUrl] = process.argv.slice(2) as [string, string, string, string];
const count = Number(countText);
const partitionsAtOnce = 8;

const definitions = new Map(terminalEvents.map((definition) => [definition.type as string, definition]));
const pool = new Pool({ connectionString: databaseUrl, max: partitionsAtOnce });
await pool.query(`CREATE TABLE IF NOT EXISTS bench_naive (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream text NOT NULL, sequence bigint NOT NULL,
  id uuid NOT NULL UNIQUE, type text NOT NULL, event jsonb NOT NULL, UNIQUE (stream, sequence))`);
const insert = `INSERT INTO bench_naive (stream, sequence, id, type, event) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`;

const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), clientId: 'naive', logLevel: kafkajs.logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `naive-${process.pid}-${Date.now()}`, maxWaitTimeInMs: 100 });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
let seen = 0;
let started = 0;
const { promise: done, resolve } = Promise.withResolvers<number>();
await consumer.run({
  partitionsConsumedConcurrently: partitionsAtOnce,
  async eachMessage({ message }) {
    started ||= performance.now();
    const event = JSON.parse(message.value!.toString('utf8')) as Record<string, unknown> & { data: object };
    const definition = definitions.get(event['type'] as string);
    if (!definition || faultsIn(definition, event.data).length > 0) throw new Error('The load is not valid.');
    await pool.query(insert, [
      event['source'],
      event['sequence'],
      event['id'],
      event['type'],
      message.value!.toString(),
    ]);
    if (++seen === count) resolve(performance.now());
  },
});
const ended = await done;
console.log(Math.round((count * 1_000) / (ended - started)));
process.exit(0);
