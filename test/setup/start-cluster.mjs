import { startKafka } from '../../libs/testing/dist/index.js';
import startPostgres from './start-postgres.mjs';

/** PostgreSQL as every run has it, and one Kafka for all tests that do not break theirs. */
export default async () => {
  await startPostgres();
  if (process.env.TILLWATCH_TEST_KAFKA_BROKERS) return;
  globalThis.tillwatchTestKafka = await startKafka();
  process.env.TILLWATCH_TEST_KAFKA_BROKERS = globalThis.tillwatchTestKafka.brokers.join(',');
};
