import stopPostgres from './stop-postgres.mjs';

export default async () => {
  await globalThis.tillwatchTestKafka?.stop();
  await stopPostgres();
};
