import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { KillAgentsReport } from './kill-agents.ts';

type Outcome = KillAgentsReport & { status: number };

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const timeoutMs = 600_000;

/** In a process of its own, as `npm run chaos -- --agents` does: it needs what is built. */
function chaos(...options: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = execFile(
      process.execPath,
      [main, '--agents', '--json', ...options],
      { env },
      (error, stdout, stderr) => {
        if (!stdout) return reject(new Error(`no report: ${stderr}`, { cause: error }));
        resolve({ ...(JSON.parse(stdout) as KillAgentsReport), status: child.exitCode! });
      },
    );
  });
}

it(
  'loses nothing that a till was told is recorded, doubles nothing and leaves no gap, whenever its agent is killed',
  async () => {
    const { status, violations, kills, told, received } = await chaos('--kills', '30', '--seed', '11');
    expect(Object.entries(violations).filter(([, wrong]) => wrong.length > 0)).toEqual([]);
    expect(Object.keys(violations).sort()).toEqual([
      'chain',
      'conflicts',
      'doubled',
      'ending',
      'epochs',
      'gaps',
      'lost',
      'seals',
    ]);
    expect({ status, kills }).toEqual({ status: 0, kills: 30 });
    expect(told).toBeGreaterThan(100);
    expect(received).toBeGreaterThanOrEqual(told);
  },
  timeoutMs,
);

it(
  'finds out an agent that tells before it writes (negative control)',
  async () => {
    const { status, violations } = await chaos('--kills', '10', '--seed', '12', '--negative-control');
    expect(violations['lost']!.length).toBeGreaterThan(0);
    expect(status).toBe(1);
  },
  timeoutMs,
);
