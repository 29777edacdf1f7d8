import type { Database } from '@tillwatch/postgres';

/** One LISTEN connection for any number of subscriptions: opened for the first, closed after the last. */
export function sharedListening(database: Database, channel: string, onMessage: () => void) {
  let users = 0;
  let connection: Promise<() => Promise<void>> | undefined;

  async function stop(): Promise<void> {
    users--;
    if (users > 0 || !connection) return;
    const last = connection;
    connection = undefined;
    await (
      await last
    )();
  }

  return {
    /** Resolves when the channel is heard; returns how to stop, to be called once. */
    async start(): Promise<() => Promise<void>> {
      users++;
      const mine = (connection ??= database.listen(channel, onMessage, onMessage));
      try {
        await mine;
      } catch (error) {
        users--;
        if (connection === mine) connection = undefined;
        throw error;
      }
      return stop;
    },
  };
}
