import 'reflect-metadata';
import { faultsIn, terminalEvents } from '@tillwatch/events';
import { plainToInstance } from 'class-transformer';
import {
  Equals,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  validateSync,
} from 'class-validator';
import kafkajs from 'kafkajs';
import { Pool } from 'pg';

/**
 * The pipeline that most would write first, in a process of its own: `eachMessage`, class-validator on what it holds, one
 * INSERT per event that commits by itself, partitions side by side. Prints events per second between the first and the last.
 */
const [brokers, topic, countText, databaseUrl] = process.argv.slice(2) as [string, string, string, string];
const count = Number(countText);
const partitionsAtOnce = 8;

/** The attributes of a CloudEvent, with the decorators that would stand above its fields. */
class Envelope {
  declare data: object;
}
const rules: Record<string, PropertyDecorator[]> = {
  specversion: [Equals('1.0')],
  id: [IsUUID()],
  source: [Matches(/^\/terminals\/[\w.-]{1,64}$/)],
  type: [IsString(), MaxLength(128)],
  time: [IsISO8601({ strict: true })],
  subject: [IsOptional(), IsString(), MaxLength(128)],
  sequence: [IsOptional(), Matches(/^[1-9]\d{0,15}$/)],
  epoch: [IsOptional(), IsInt(), Min(1)],
  prevhash: [IsOptional(), Matches(/^[0-9a-f]{64}$/)],
  merchantid: [IsOptional(), IsString(), MaxLength(64)],
  storeid: [IsOptional(), IsString(), MaxLength(64)],
  data: [IsObject()],
};
for (const [field, decorators] of Object.entries(rules)) {
  for (const decorate of decorators) decorate(Envelope.prototype, field);
}

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
    const envelope = plainToInstance(Envelope, event);
    const faults = validateSync(envelope, { whitelist: true, forbidNonWhitelisted: true });
    const definition = definitions.get(event['type'] as string);
    if (faults.length > 0 || !definition || faultsIn(definition, event.data).length > 0) {
      throw new Error(`The load is not valid: ${faults.join()}`);
    }
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
