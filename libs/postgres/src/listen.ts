import { Client, escapeIdentifier } from 'pg';
import { connectFailure } from './errors.js';
import { sessionConfig, type ConnectOptions } from './session.js';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
/** A connection that died without a word is noticed by asking. */
const PING_MS = 15_000;

/**
 * LISTEN on a connection of its own. Throws when the first attempt fails; after that it reconnects until stopped,
 * and calls `onGap` each time, because notifications sent in between are lost.
 */
export async function listen(
  options: ConnectOptions,
  channel: string,
  onMessage: (payload: string) => void,
  onGap: () => void,
): Promise<() => Promise<void>> {
  let stopped = false;
  let retryMs = FIRST_RETRY_MS;
  let retry: NodeJS.Timeout | undefined;
  let client: Client;

  const open = async () => {
    client = await openListener(options, channel, onMessage, () => {
      if (!stopped) retry = setTimeout(reopen, retryMs);
    });
    if (stopped) await client.end();
  };
  const reopen = () => {
    open().then(
      () => {
        retryMs = FIRST_RETRY_MS;
        if (!stopped) onGap();
      },
      () => {
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
        if (!stopped) retry = setTimeout(reopen, retryMs);
      },
    );
  };

  await open();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client.end();
  };
}

/** Calls `onLost` exactly once, when a connection that did listen has ended. */
async function openListener(
  options: ConnectOptions,
  channel: string,
  onMessage: (payload: string) => void,
  onLost: () => void,
): Promise<Client> {
  const client = new Client(sessionConfig(options));
  client.on('error', () => {}); // 'end' follows.
  client.on('notification', (message) => onMessage(message.payload ?? ''));
  try {
    await client.connect();
    await client.query(`LISTEN ${escapeIdentifier(channel)}`);
  } catch (error) {
    client.end().catch(() => {});
    throw connectFailure(error as Error);
  }
  const ping = setInterval(() => client.query('SELECT 1').catch(() => client.end()), PING_MS);
  client.once('end', () => {
    clearInterval(ping);
    onLost();
  });
  return client;
}
