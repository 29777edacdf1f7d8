import { startKafka } from '../../libs/testing/dist/index.js';
import startPostgres from './start-postgres.mjs';
import stopPostgres from './stop-postgres.mjs';

/** PostgreSQL as every run has it, and one Kafka for all tests that do not break theirs. */
export default async () => {
  await startPostgres();
  if (process.env.TILLWATCH_TEST_KAFKA_BROKERS) return;
  try {
    globalThis.tillwatchTestKafka = await startKafka();
  } catch (error) {
    await stopPostgres();
    throw error;
  }
  process.env.TILLWATCH_TEST_KAFKA_BROKERS = globalThis.tillwatchTestKafka.brokers.join(',');
};
