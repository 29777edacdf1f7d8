import type { IntakeAnswer } from '@tillwatch/api';
import { batchBody } from '../journal/journal.js';
import { answerTimeoutMs, parsed, type Platform } from './platform.js';
import type { Transport } from './transport.js';

/** A line slower than that is as good as none; a full batch is given a good minute on it. */
const slowestBytesPerMs = 16;

/** Batches over HTTP: `stored` and `duplicate` mean that the event is on the platform's disk. */
export function httpTransport(platform: Platform, url: string): Transport {
  return {
    async send(entries, signal) {
      const body = batchBody(entries.map(({ text }) => text));
      const contentType = 'application/cloudevents-batch+json';
      const timeoutMs = answerTimeoutMs + Math.round(body.length / slowestBytesPerMs);
      const request = { url: new URL('/v1/events', url), contentType, body, timeoutMs, signal };
      return (parsed(await platform.exchange(request, true)) as IntakeAnswer).results;
    },
    close: async () => {},
  };
}
