import type { LiveMessage } from '@tillwatch/api';

/** Rows waiting for the next flush; past this the lists are read again, which is cheaper than applying them. */
export const maxWaiting = 2_000;

/** Holds live changes between two flushes: only the last of each row, a resync instead of what came before it. */
export interface ChangeBuffer {
  add(message: LiveMessage): void;
  /** Everything held, in order of arrival; the buffer is then empty. */
  take(): LiveMessage[];
}

export function createChangeBuffer(): ChangeBuffer {
  let waiting = new Map<string, LiveMessage>();
  return {
    add(message) {
      const overflow = waiting.size >= maxWaiting;
      if (message.kind === 'resync' || overflow) waiting.clear();
      if (overflow) waiting.set('resync', { kind: 'resync', change: { position: 0 } });
      const key = keyOf(message);
      waiting.delete(key);
      waiting.set(key, message);
    },
    take() {
      const messages = [...waiting.values()];
      waiting = new Map();
      return messages;
    },
  };
}

function keyOf(message: LiveMessage): string {
  switch (message.kind) {
    case 'resync':
      return 'resync';
    case 'counter':
      return `counter ${message.change.minute}`;
    default:
      return `${message.kind} ${message.change.id}`;
  }
}

const kinds: readonly string[] = ['alert', 'operator', 'terminal', 'counter', 'resync'] satisfies LiveMessage['kind'][];

/** The message in an event of the stream; undefined for kinds of a newer server and for what is no JSON object. */
export function readLiveMessage(event: string, data: string): LiveMessage | undefined {
  if (!kinds.includes(event)) return undefined;
  try {
    const change: unknown = JSON.parse(data);
    if (typeof change !== 'object' || change === null || Array.isArray(change)) return undefined;
    return { kind: event, change } as LiveMessage;
  } catch {
    return undefined;
  }
}
