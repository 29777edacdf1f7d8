import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChaosReport } from './run-chaos.ts';

type Outcome = { status: number } & Pick<ChaosReport, 'acknowledged' | 'violations'> & { seed: number };

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const timeoutMs = 600_000;

/** In a process of its own, as `npm run chaos` does: it needs the built product. */
function chaos(...options: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = execFile(process.execPath, [main, '--json', ...options], { env }, (error, stdout, stderr) => {
      if (!stdout) return reject(new Error(`no report: ${stderr}`, { cause: error }));
      resolve({ status: child.exitCode!, ...(JSON.parse(stdout) as Omit<Outcome, 'status'>) });
    });
  });
}

const seed = '7';
let outcomes: [Outcome, Outcome];

beforeAll(async () => {
  outcomes = await Promise.all([
    chaos('--kills', '6', '--seed', seed),
    chaos('--kills', '6', '--seed', seed, '--negative-control'),
  ]);
}, timeoutMs);

it('loses nothing, doubles nothing and alerts once, however it is killed', () => {
  const [{ status, violations, acknowledged }] = outcomes;
  expect(Object.values(violations).flat()).toEqual([]);
  expect(Object.keys(violations).sort()).toEqual(['alerts', 'answers', 'log', 'readModels', 'settling', 'stopping']);
  expect(acknowledged).toBeGreaterThan(1_000);
  expect(status).toBe(0);
});

it('finds out a product that acknowledges before it appends (negative control)', () => {
  const [, { status, violations }] = outcomes;
  expect(violations['log']).toContainEqual(expect.stringContaining('was acknowledged and is missing'));
  expect(status).toBe(1);
});
