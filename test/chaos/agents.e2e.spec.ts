import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ScenarioReport } from './scenario.ts';

type Outcome = ScenarioReport & { status: number };

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const timeoutMs = 600_000;

/** In a process of its own, as `npm run chaos -- --scenario agents` does: it needs what is built. */
function chaos(...options: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = execFile(
      process.execPath,
      [main, '--scenario', 'agents', '--json', ...options],
      { env },
      (error, stdout, stderr) => {
        if (!stdout) return reject(new Error(`no report: ${stderr}`, { cause: error }));
        resolve({ ...(JSON.parse(stdout) as ScenarioReport), status: child.exitCode! });
      },
    );
  });
}

it(
  'loses nothing that a till was told is recorded, doubles nothing and leaves no gap, whenever its agent is killed',
  async () => {
    const { status, violations, figures } = await chaos('--count', '30', '--seed', '11');
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
    expect({ status, kills: figures['kills'] }).toEqual({ status: 0, kills: 30 });
    expect(figures['told']).toBeGreaterThan(100);
    expect(figures['received']).toBeGreaterThanOrEqual(figures['told']!);
  },
  timeoutMs,
);

it(
  'finds out an agent that tells before it writes (negative control)',
  async () => {
    const { status, violations } = await chaos('--count', '10', '--seed', '12', '--negative-control');
    expect(violations['lost']!.length).toBeGreaterThan(0);
    expect(status).toBe(1);
  },
  timeoutMs,
);
