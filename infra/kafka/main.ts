import { parseArgs } from 'node:util';
import { startKafka } from '@tillwatch/testing';

/** `npm run kafka -- [--port 9092] [--version 4.4.0]`: a broker for a developer, until Ctrl-C; its data goes with it. */
const { values } = parseArgs({ options: { port: { type: 'string', default: '9092' }, version: { type: 'string' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error('--port: 1..65535');
  process.exit(2);
}
const broker = await startKafka({ port, ...(values.version && { version: values.version }) });
console.log(`Kafka ${broker.version}: TILLWATCH_KAFKA_BROKERS=${broker.brokers.join(',')}`);
console.log('Ctrl-C stops it and deletes its data. / 按 Ctrl-C 停止并删除数据。');
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void broker.stop().then(() => process.exit(0)));
}
