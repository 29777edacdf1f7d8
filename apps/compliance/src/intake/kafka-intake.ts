import { MAX_EVENTS, maskText, type ParsedEvent } from '@tillwatch/events';
import type { KafkaProducer, KafkaRecord, ProducerMessage, RecordBatch, Undecodable } from '@tillwatch/kafka';
import { type Clock, type Log, type Problem, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { type DeadLetter, keepDeadLetters } from '../dead-letters/dead-letters.js';
import type { Intake } from './intake.js';
import type { IntakeMetrics } from './intake-metrics.js';
import { readRecord } from './kafka-records.js';

export interface KafkaIntakeOptions {
  intake: Intake;
  producer: KafkaProducer;
  /** Topic of the dead letters. */
  deadLetterTopic: string;
  database: Queryable;
  metrics: IntakeMetrics;
  clock: Clock;
  log: Log;
  tenant: string;
}

/** Of a dead letter on its topic, which takes 16 MiB with all around it. The rest is at the source's offset. */
const rawLimitBytes = 15 * 1024 * 1024;

interface Refused {
  /** Offset of the record at fault, or the first of several that cannot be told apart. */
  offset: string;
  key: Buffer | null;
  raw: Buffer;
  problem: Problem;
}

/**
 * Takes batches of Kafka records into the log. What cannot become an event goes to the dead letters with its bytes, the
 * reason and where it stood, and never stops its partition. Resolves when all of a batch is durable, here or there;
 * rejects when that is not known, and then the batch must come again: what is stored already is recognised.
 */
export class KafkaIntake {
  constructor(private readonly of: KafkaIntakeOptions) {}

  async take({ topic, partition, records }: RecordBatch): Promise<void> {
    const events: ParsedEvent[] = [];
    const refused: Refused[] = [];
    for (const record of records) {
      const read = readRecord(record);
      if (read.ok) events.push(read.value);
      else refused.push(refusal(record, read.error));
    }
    await Promise.all([this.store(events), this.bury(topic, partition, refused)]);
  }

  /** Records in a form that nobody here can unpack: one dead letter for all of them. */
  async takeUndecodable({ topic, partition, firstOffset, lastOffset, raw, reason }: Undecodable): Promise<void> {
    const cause = problem('record-undecodable', undefined, `Offsets ${firstOffset} to ${lastOffset}: ${reason}`);
    await this.bury(topic, partition, [{ offset: firstOffset, key: null, raw, problem: cause }]);
  }

  /** In pieces of a request's size, handed in together and in order: intake makes its rounds of them. */
  private async store(events: readonly ParsedEvent[]): Promise<void> {
    const { intake, metrics, tenant } = this.of;
    const pieces: Promise<void>[] = [];
    for (let start = 0; start < events.length; start += MAX_EVENTS) {
      const piece = intake.submit(events.slice(start, start + MAX_EVENTS), tenant);
      pieces.push(piece.then((answer) => metrics.answered(answer)));
    }
    await Promise.allSettled(pieces); // none is left under way when the batch is handed in again
    await Promise.all(pieces);
  }

  private async bury(topic: string, partition: number, refused: readonly Refused[]): Promise<void> {
    if (refused.length === 0) return;
    const { producer, deadLetterTopic, metrics, clock } = this.of;
    const receivedAt = new Date(clock()).toISOString();
    await producer.send(
      deadLetterTopic,
      refused.map((one) => deadLetterMessage(one, { topic, partition, receivedAt })),
    );
    for (const { problem: cause } of refused) metrics.refused(cause.code);
    await this.list(refused.map((one) => letterOf(one, receivedAt)));
  }

  /** For the console. The topic holds them in any case, so one that cannot be listed is only logged. */
  private async list(letters: DeadLetter[]): Promise<void> {
    try {
      this.of.metrics.deadLettersDropped(await keepDeadLetters(this.of.database, letters));
    } catch (error) {
      this.of.log.error({ err: error, letters: letters.length }, 'dead letters could not be listed');
    }
  }
}

function refusal({ offset, key, value }: KafkaRecord, cause: Problem): Refused {
  return { offset, key, raw: value ?? Buffer.alloc(0), problem: cause };
}

function deadLetterMessage(
  { offset, key, raw, problem: cause }: Refused,
  source: { topic: string; partition: number; receivedAt: string },
): ProducerMessage {
  const headers: Record<string, string> = {
    code: cause.code,
    reason: cause.message,
    'source-topic': source.topic,
    'source-partition': String(source.partition),
    'source-offset': offset,
    'received-at': source.receivedAt,
  };
  if (cause.path !== undefined) headers['path'] = cause.path;
  if (raw.length > rawLimitBytes) headers['cut-from-bytes'] = String(raw.length);
  return { key, value: raw.subarray(0, rawLimitBytes), headers };
}

/** Masked, unlike on the topic: whoever may read that topic may read the one the record came from. */
function letterOf({ raw, problem: cause }: Refused, receivedAt: string): DeadLetter {
  return {
    via: 'kafka',
    problem: cause,
    raw: Buffer.from(maskText(raw.subarray(0, 65_536).toString('utf8'))),
    receivedAt,
  };
}
