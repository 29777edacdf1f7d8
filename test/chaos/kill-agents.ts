import { type ChildProcess, spawn } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AgentReceiver } from './agent-receiver.ts';
import { seededRandom } from './random.ts';
import type { Scenario, ScenarioOptions, ScenarioReport } from './scenario.ts';

const child = fileURLToPath(new URL('agent-child.ts', import.meta.url));
const latestMs = { starting: 250, running: 300 };
const drainMs = 120_000;

/** Kills one terminal's agent again and again while it records and sends, then checks that nothing was lost or doubled. */
export const agents: Scenario = {
  name: 'agents',
  counts: { en: 'kills', zh: '次强杀' },
  usual: 200,
  run: killAgents,
};

async function killAgents(options: ScenarioOptions): Promise<ScenarioReport> {
  const { count: kills, seed, negativeControl, onProgress } = options;
  const random = seededRandom(seed);
  const folder = await mkdtemp(join(tmpdir(), 'tillwatch-agents-'));
  const { privateKey } = generateKeyPairSync('ed25519');
  await writeFile(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const receiver = new AgentReceiver(seededRandom(~seed));
  await receiver.start();
  const told = new Set<string>();
  let whileStarting = 0;
  try {
    for (let kill = 1; kill <= kills; kill++) {
      const agent = start(folder, receiver.url, negativeControl ? 'tell-first' : 'record');
      const during = random() < 0.3 ? 'starting' : 'running';
      if (during === 'running') await agent.ready;
      await sleep(random() * latestMs[during]);
      if (!agent.isReady()) whileStarting++;
      agent.process.kill('SIGKILL');
      for (const id of await agent.told) told.add(id);
      onProgress(kill, told.size);
    }
    const last = start(folder, receiver.url, 'drain');
    const timer = setTimeout(() => last.process.kill('SIGKILL'), drainMs);
    await last.told;
    clearTimeout(timer);
    const status = last.process.exitCode;
    const checked = receiver.check(told, createPublicKey(privateKey), 'till-killed');
    const ending = status === 0 ? [] : [`the agent ended with ${status}: ${last.errors()}`];
    return {
      figures: { kills, whileStarting, told: told.size, received: receiver.size, duplicates: receiver.duplicates },
      violations: { ...checked, ending },
    };
  } finally {
    await receiver.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface RunningAgent {
  process: ChildProcess;
  ready: Promise<void>;
  isReady(): boolean;
  /** Ids it was told of, once it has ended. */
  told: Promise<string[]>;
  errors(): string;
}

function start(folder: string, url: string, mode: 'record' | 'tell-first' | 'drain'): RunningAgent {
  const agent = spawn(process.execPath, [child, folder, url, mode], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ids: string[] = [];
  let errors = '';
  agent.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  let isReady = false;
  const ended = once(agent, 'close');
  const ready = new Promise<void>((resolve, reject) => {
    createInterface(agent.stdout).on('line', (line) => {
      if (line !== 'ready') return void ids.push(line);
      isReady = true;
      resolve();
    });
    void ended.then(() => reject(new Error(`The agent ended before it was ready: ${errors}`)));
  });
  ready.catch(() => {});
  return { process: agent, ready, isReady: () => isReady, told: ended.then(() => ids), errors: () => errors };
}
