import { Readable } from 'node:stream';
import { CodedError, isCodedError, type Log, problem } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';
import type { FastifyReply } from 'fastify';

/** A run over the past, to be told line by line. */
export interface PastRun<Line> {
  lines: AsyncIterable<Line>;
  /** The next may come. Again does no harm. */
  leave(): void;
}

/**
 * Answers with a run as NDJSON. It goes no faster than its client reads, and ends when the client goes away; what fails
 * once the answer has begun is its last line.
 */
export function answerWith<Line>({ lines, leave }: PastRun<Line>, reply: FastifyReply, log: Log): void {
  reply.raw.once('close', leave); // a run that was never read does not end by itself
  reply
    .status(200)
    .headers({ 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    .send(Readable.from(texts(lines, leave, log), { objectMode: false }));
}

async function* texts<Line>(lines: AsyncIterable<Line>, leave: () => void, log: Log): AsyncIterable<string> {
  try {
    for await (const line of lines) yield `${JSON.stringify(line)}\n`;
  } catch (error) {
    log.warn({ error }, 'A run over the past could not go on.');
    const code = isUnavailable(error) ? 'unavailable' : 'internal';
    const coded = isCodedError(error) ? error : new CodedError(problem(code));
    yield `${JSON.stringify({ error: coded.problem })}\n`;
  } finally {
    leave();
  }
}
