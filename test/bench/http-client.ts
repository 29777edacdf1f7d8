import { Agent, request } from 'node:http';
import type { LoadBatch } from '@tillwatch/terminal';
import type { Standalone } from './servers.ts';

const answerMs = 60_000;

/** A client that costs little beside the server it shares the machine with: kept connections, ready bodies. */
export class HttpClient {
  private readonly agent: Agent;
  private readonly url: URL;
  private readonly authorization: string;
  private readonly connections: number;

  constructor({ url, ingestToken }: Standalone, connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.url = new URL('/v1/events', url);
    this.authorization = `Bearer ${ingestToken}`;
    this.connections = connections;
  }

  /** Posts all batches, at most one of a terminal at a time and each terminal's in order; resolves at the last answer. */
  async postAll(batches: readonly LoadBatch[]): Promise<void> {
    const byTerminal = [...Map.groupBy(batches, (batch) => batch.terminalId).values()].map((own) => own.toReversed());
    const work = async (): Promise<void> => {
      for (let own = byTerminal.shift(); own; own = byTerminal.shift()) {
        const { body, ids } = own.pop()!;
        await this.post(body, ids.length);
        if (own.length > 0) byTerminal.push(own);
      }
    };
    await Promise.all(Array.from({ length: this.connections }, work));
  }

  /** Resolves with the time of the answer (`performance.now()`). Throws unless every event was stored as new. */
  post(body: Buffer, events: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(this.url, {
        method: 'POST',
        agent: this.agent,
        timeout: answerMs,
        headers: {
          'content-type': 'application/cloudevents-batch+json',
          'content-length': body.length,
          authorization: this.authorization,
        },
      });
      sent.on('error', reject);
      sent.on('timeout', () => sent.destroy(new Error('The service did not answer.')));
      sent.on('response', (response) => {
        const answeredAt = performance.now();
        let start = '';
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => (start ||= chunk.toString('latin1', 0, 300)));
        response.on('end', () => {
          if (response.statusCode === 200 && start.startsWith(`{"accepted":${events},`)) resolve(answeredAt);
          else reject(new Error(`The service answered ${response.statusCode} ${start}`));
        });
      });
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
