import type { startConsumer } from '@tillwatch/kafka';
import { silentLog } from '@tillwatch/kernel';
import type { KafkaPlace } from '../sending/kafka-transport.js';
import { commandFrom, type CommandSource } from './terminal-command.js';

export type StartConsumer = (options: Parameters<typeof startConsumer>[0]) => Promise<{ stop(): Promise<void> }>;

export interface KafkaCommandsOptions extends KafkaPlace {
  terminalId: string;
  /** Default: that of `@tillwatch/kafka`. */
  startConsumer?: StartConsumer;
}

const topic = 'terminal-commands';

/** Reads the topic in a group of its own, from its beginning at first, and takes what is keyed by this terminal. */
export function kafkaCommands(options: KafkaCommandsOptions): CommandSource {
  const { connection, prefix = '', terminalId } = options;
  return {
    async follow(after, take, signal) {
      const start = options.startConsumer ?? (await import('@tillwatch/kafka')).startConsumer;
      const consumer = await start({
        connection,
        groupId: `${prefix}terminal-${terminalId}`,
        topics: [prefix + topic],
        handle: async ({ records }) => {
          const own = records.filter(({ key }) => key?.toString() === terminalId);
          const commands = own
            .map(({ value }) => commandFrom(parsed(value)))
            .filter((command) => command !== undefined);
          await take(commands.filter(({ number }) => number > after()));
        },
        // Not a command that anybody can read.
        onUndecodable: async () => {},
        log: silentLog,
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
