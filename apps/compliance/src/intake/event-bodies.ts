import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MAX_EVIDENCE_BYTES } from '@tillwatch/events';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyRequest } from 'fastify';

export const singleEvent = 'application/cloudevents+json';
/** A file, whatever it says it is. */
export const document = 'application/octet-stream';
export const eventBatch = 'application/cloudevents-batch+json';

/** Of a request, as sent and after unpacking. A terminal with more to say sends more requests. */
export const bodyLimitBytes = 8 * 1024 * 1024;
/** Of commands a person gives; they are a few fields. */
const commandLimitBytes = 256 * 1024;

/** Rows for an import: as many as a chain of shops has people. */
export const csvFile = 'text/csv';
const csvLimitBytes = 1024 * 1024;

const unpack = promisify(gunzip);

/** Bodies reach the handlers as the bytes that came (unpacked when gzip): parsing them is intake's own, strict business. */
export function acceptEventBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser(
    [singleEvent, eventBatch],
    { parseAs: 'buffer', bodyLimit: bodyLimitBytes },
    (request: FastifyRequest, body: Buffer) => unpacked(request.headers['content-encoding'], body),
  );
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: commandLimitBytes }, asItCame);
  fastify.addContentTypeParser(document, { parseAs: 'buffer', bodyLimit: MAX_EVIDENCE_BYTES }, asItCame);
  fastify.addContentTypeParser(csvFile, { parseAs: 'buffer', bodyLimit: csvLimitBytes }, asItCame);
}

function asItCame(_request: FastifyRequest, body: Buffer, done: (error: Error | null, body?: Buffer) => void): void {
  done(null, body);
}

/** A small body that unpacks to more than the limit is cut off there, not held in memory first. */
async function unpacked(encoding: string | undefined, body: Buffer): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding !== 'gzip')
    throw new CodedError(problem('media-type-unsupported', undefined, 'Encodings: gzip, identity.'));
  try {
    return await unpack(body, { maxOutputLength: bodyLimitBytes });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new CodedError(problem(tooLarge ? 'body-too-large' : 'json-malformed', undefined, 'Unpacking gzip failed.'));
  }
}
