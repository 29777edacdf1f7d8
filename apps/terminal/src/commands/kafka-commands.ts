import { silentLog, type Log } from '@tillwatch/kernel';
import type { KafkaConnection } from '../sending/kafka-transport.js';
import { commandFrom, type CommandSource } from './terminal-command.js';

/** As much of `@tillwatch/kafka` as a terminal uses. */
export type StartConsumer = (options: {
  connection: KafkaConnection;
  groupId: string;
  topics: string[];
  handle: (batch: { records: readonly { key: Buffer | null; value: Buffer | null }[] }) => Promise<void>;
  onUndecodable: (undecodable: object) => Promise<void>;
  log: Log;
}) => Promise<{ stop(): Promise<void> }>;

export interface KafkaCommandsOptions {
  connection: KafkaConnection;
  terminalId: string;
  log?: Log;
  /** Default: that of `@tillwatch/kafka`. */
  startConsumer?: StartConsumer;
}

const topic = 'terminal-commands';
const library = '@tillwatch/kafka';

/** Reads the topic in a group of its own, and takes what is keyed by this terminal. */
export function kafkaCommands({
  connection,
  terminalId,
  log = silentLog,
  startConsumer,
}: KafkaCommandsOptions): CommandSource {
  return {
    async follow(after, take, signal) {
      const start = startConsumer ?? ((await import(library)) as { startConsumer: StartConsumer }).startConsumer;
      const consumer = await start({
        connection,
        groupId: `terminal-${terminalId}`,
        topics: [topic],
        handle: async ({ records }) => {
          const own = records.filter(({ key }) => key?.toString() === terminalId);
          const commands = own
            .map(({ value }) => commandFrom(parsed(value)))
            .filter((command) => command !== undefined);
          await take(commands.filter(({ number }) => number > after()));
        },
        // Not a command that anybody can read.
        onUndecodable: async () => {},
        log,
      });
      if (!signal.aborted) await new Promise((aborted) => signal.addEventListener('abort', aborted, { once: true }));
      await consumer.stop();
    },
  };
}

function parsed(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? 'null');
  } catch {
    return undefined;
  }
}
