import { rm } from 'node:fs/promises';

export default async () => {
  const started = globalThis.tillwatchTestServer;
  if (!started) return;
  await started.server.stop();
  await rm(started.folder, { recursive: true, force: true });
};
