import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('agent-memory.ts', import.meta.url));

interface Measured {
  early: { heapMiB: number; rssMiB: number };
  late: { heapMiB: number; rssMiB: number };
  journalMiB: number;
}

it("an agent's memory stays what it was, however many events it records and delivers", async () => {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, '100000'], { env });
  const { early, late, journalMiB } = JSON.parse(stdout) as Measured;
  expect(late.heapMiB - early.heapMiB).toBeLessThan(5);
  expect(late.rssMiB).toBeLessThan(250);
  expect(journalMiB).toBeLessThanOrEqual(16);
}, 300_000);
