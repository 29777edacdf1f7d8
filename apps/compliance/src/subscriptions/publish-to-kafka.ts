import { decodeEvent, type EventHeader, isEvent, type LogEvent } from '@tillwatch/events';
import type { StoredEvent } from '@tillwatch/event-store';
import type { KafkaProducer, ProducerMessage } from '@tillwatch/kafka';

const cloudEvent = { 'content-type': 'application/cloudevents+json' };

/** What other systems hear from us by Kafka: every event of every alert, and commands for the terminals that read there. */
export function publishToKafka(producer: KafkaProducer, topics: { alerts: string; commands: string }) {
  return async (events: readonly StoredEvent[]): Promise<void> => {
    const ours = events.filter(({ stream }) => stream.startsWith('alert-') || stream.startsWith('commands-'));
    const decoded = ours.map(decodeEvent);
    const alerts = decoded.filter(({ stream }) => stream.startsWith('alert-')).map(alertMessage);
    const commands = decoded.map(commandMessage).filter((message) => message !== undefined);
    if (alerts.length > 0) await producer.send(topics.alerts, alerts);
    if (commands.length > 0) await producer.send(topics.commands, commands);
  };
}

/** A structured CloudEvent keyed by the alert's id. Its `id` is the same each time it is sent; `position` is its place in the log. */
function alertMessage({ stream, position, header, data }: LogEvent): ProducerMessage {
  const { specversion, id, source, type, time, tenant, recordedtime } = header satisfies EventHeader;
  const event = {
    specversion,
    id,
    source,
    type,
    time,
    tenant,
    recordedtime,
    position,
    datacontenttype: 'application/json',
    data,
  };
  return { key: stream.slice('alert-'.length), value: JSON.stringify(event), headers: cloudEvent };
}

/** As the long poll answers it, with the terminal beside it. */
function commandMessage(event: LogEvent): ProducerMessage | undefined {
  if (!isEvent(event, 'TerminalCommandIssued')) return undefined;
  const terminalId = event.stream.slice('commands-'.length);
  const { commandId, command, reason, operatorId } = event.data;
  const value = {
    terminalId,
    number: event.revision + 1,
    commandId,
    command,
    ...(operatorId !== undefined && { operatorId }),
    reason,
    issuedAt: event.header.time,
  };
  return { key: terminalId, value: JSON.stringify(value) };
}
