import { get, type IncomingMessage } from 'node:http';
import type { AlertView } from '@tillwatch/api';
import type { Standalone } from './servers.ts';

export interface LiveAlerts {
  /** When the first message about this key (`operator:o-7`) was received (`performance.now()`). */
  receivedAt(key: string): number | undefined;
  close(): void;
}

/** Follows the live stream as the console does. Resolves once the stream is open. */
export async function followAlerts({ url, adminToken }: Standalone): Promise<LiveAlerts> {
  const received = new Map<string, number>();
  const response = await open(new URL('/v1/live', url), adminToken);
  let text = '';
  response.setEncoding('utf8');
  response.on('error', () => {}); // the end of the service ends it; a missing alert is noticed by who waits for it
  response.on('data', (chunk: string) => {
    const at = performance.now();
    const messages = (text + chunk).split('\n\n');
    text = messages.pop()!;
    for (const message of messages) {
      const data = /^event: alert$/m.test(message) && /^data: (.*)$/m.exec(message)?.[1];
      if (!data) continue;
      const { key } = JSON.parse(data) as AlertView;
      if (!received.has(key)) received.set(key, at);
    }
  });
  return { receivedAt: (key) => received.get(key), close: () => response.destroy() };
}

function open(url: URL, token: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent: false, headers: { authorization: `Bearer ${token}` } }, (response) => {
      if (response.statusCode === 200) resolve(response);
      else reject(new Error(`The live stream answered ${response.statusCode}.`));
    });
    sent.on('error', reject);
  });
}
