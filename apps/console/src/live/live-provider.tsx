import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { signOut } from '../session.js';
import { applyChanges } from './apply-changes.js';
import { createChangeBuffer } from './change-buffer.js';
import { followLive, type Connection } from './live-stream.js';

/** At most four redraws a second, however much comes. */
const flushMs = 250;
/** Totals are not sent live; after changes they are read again this often. */
const totalsMs = 3_000;

const ConnectionContext = createContext<Connection>('connecting');

export function useConnection(): Connection {
  return useContext(ConnectionContext);
}

/** Follows the live stream while somebody is signed in, and keeps every cached answer up to date with it. */
export function LiveProvider({ token, children }: { token: string; children: ReactNode }) {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');

  useEffect(() => {
    const stop = new AbortController();
    const buffer = createChangeBuffer();
    let totalsChanged = false;
    let wasDown = false;

    const flush = setInterval(() => {
      const messages = buffer.take();
      if (messages.length === 0) return;
      totalsChanged = true;
      applyChanges(client, messages);
    }, flushMs);
    const totals = setInterval(() => {
      if (!totalsChanged) return;
      totalsChanged = false;
      void client.invalidateQueries({ queryKey: ['overview'] }, { cancelRefetch: false });
    }, totalsMs);

    void followLive(token, stop.signal, {
      onMessage: buffer.add,
      onConnection(next) {
        setConnection(next);
        // What failed while the server was away is asked for again at once.
        if (next === 'open' && wasDown) void client.invalidateQueries();
        wasDown = next === 'down';
      },
      onRefused: signOut,
    });
    return () => {
      stop.abort();
      clearInterval(flush);
      clearInterval(totals);
    };
  }, [client, token]);

  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}
