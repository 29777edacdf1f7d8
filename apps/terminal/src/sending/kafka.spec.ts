import { cleanUp, eventually, newFolder, open, recordMany } from '../agent/terminal.fixture.js';
import { kafkaCommands, type StartConsumer } from '../commands/kafka-commands.js';
import type { TerminalCommand } from '../commands/terminal-command.js';
import { planScenario } from '../fleet/plan-scenario.js';
import { sendFleet } from '../fleet/send-fleet.js';
import type { ProducerMessage } from '@tillwatch/kafka';
import { kafkaTransport, type OpenProducer } from './kafka-transport.js';

afterEach(cleanUp);

const connection = { brokers: ['127.0.0.1:9092'], clientId: 'test' };

interface Broker {
  sent: { topic: string; message: ProducerMessage }[];
  opened: number;
  closed: number;
  failures: number;
  openProducer: OpenProducer;
}

/** In the place of the library, which is tried against a real broker where it lives. */
function broker(): Broker {
  const one: Broker = {
    sent: [],
    opened: 0,
    closed: 0,
    failures: 0,
    openProducer: async () => {
      one.opened++;
      return {
        async send(topic, messages) {
          if (one.failures-- > 0) throw new Error('broker away');
          one.sent.push(...messages.map((message) => ({ topic, message })));
        },
        close: async () => void one.closed++,
      };
    },
  };
  return one;
}

it('sends each event as one message, keyed by its terminal, and again when the brokers are away', async () => {
  const kafka = broker();
  kafka.failures = 2;
  const transport = kafkaTransport({ connection, terminalId: 'till-1', openProducer: kafka.openProducer });
  const terminal = await open(newFolder(), { transport });
  await recordMany(terminal, 30);
  await terminal.flush();
  await terminal.close();
  expect(kafka.sent).toHaveLength(31);
  for (const [index, { topic, message }] of kafka.sent.entries()) {
    expect([topic, message.key, message.headers]).toEqual([
      'terminal-events',
      'till-1',
      { 'content-type': 'application/cloudevents+json' },
    ]);
    expect(JSON.parse(String(message.value))).toMatchObject({ specversion: '1.0', sequence: String(index + 1) });
  }
  expect([kafka.opened, kafka.closed]).toEqual([1, 1]);
});

it('plays a fleet by Kafka with one producer', async () => {
  const kafka = broker();
  const plan = planScenario('brute-force', { seed: 3, terminals: 3, start: Date.parse('2026-03-01T00:00:00Z') });
  const tally = await sendFleet(plan, { kafka: { connection, prefix: 'x-' }, openProducer: kafka.openProducer });
  const planned = plan.terminals.flatMap(({ entries }) => entries.map(({ text }) => text));
  expect(new Set(kafka.sent.map(({ message }) => message.value))).toEqual(new Set(planned));
  expect(tally).toMatchObject({ events: kafka.sent.length, stored: kafka.sent.length, rejected: 0 });
  expect([kafka.opened, kafka.closed]).toEqual([1, 1]);
});

it('takes the commands keyed by its terminal, in order, those it knows left out', async () => {
  const at = { topic: 'terminal-commands', partition: 0, offset: '0', timestamp: '0', headers: {} };
  const record = (key: string | null, value: string | null) => ({
    ...at,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
  });
  const command = (number: number) => ({ number, commandId: `c-${number}`, command: 'freeze', reason: 'test' });
  let stopped = false;
  const startConsumer: StartConsumer = async ({ groupId, topics, handle }) => {
    expect([groupId, topics]).toEqual(['x-terminal-till-1', ['x-terminal-commands']]);
    const records = [
      record('till-1', JSON.stringify(command(1))),
      record('till-2', JSON.stringify(command(9))),
      record('till-1', '"nonsense"'),
      record('till-1', '{'),
      record(null, null),
      record('till-1', JSON.stringify(command(2))),
    ];
    await handle({ ...at, records, highWatermark: '6' }, new AbortController().signal);
    return { stop: async () => void (stopped = true) };
  };
  const taken: TerminalCommand[] = [];
  const stop = new AbortController();
  const source = kafkaCommands({ connection, prefix: 'x-', terminalId: 'till-1', startConsumer });
  const following = source.follow(
    () => 1,
    async (commands) => void taken.push(...commands),
    stop.signal,
  );
  await eventually(() => taken.length > 0);
  stop.abort();
  await following;
  expect(taken).toEqual([command(2)]);
  expect(stopped).toBe(true);
});
