import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createDetectionEngine, type DetectionEngine, type Observation } from '@tillwatch/detection';
import { type Benchmark, scaled } from './benchmark.ts';
import { thirtyRules } from './generated-rules.ts';
import { inRounds } from './rounds.ts';

const activeKeys = 100_000;
const pageOfOperators = 500;
const start = Date.UTC(2026, 2, 2, 8);
const mebibyte = 1024 ** 2;

/**
 * Heap that the engine takes for half as many operators and as many terminals, each with the events of a session; beside it
 * what those events take alone.
 */
export const detectionMemory: Benchmark = {
  figures: [{ name: 'detection-memory', unit: 'MiB', aimAtMost: 256 }],

  async run({ rounds, scale }) {
    const operators = scaled(activeKeys, scale, 2) / 2;
    const collect = garbageCollector();
    const heapOf = (make: () => unknown): number => {
      collect();
      const before = process.memoryUsage().heapUsed;
      const made = make();
      collect();
      const after = process.memoryUsage().heapUsed;
      void made;
      return (after - before) / mebibyte;
    };
    const measured = await inRounds(rounds, async () => ({
      value: heapOf(() => engineWith(operators)),
      reference: heapOf(() => Array.from({ length: operators }, (_, operator) => sessionOf(operator))),
    }));
    return { 'detection-memory': measured };
  },
};

/** Keys that are dropped for want of room would make this a figure about nothing. */
function engineWith(operators: number): DetectionEngine {
  const engine = createDetectionEngine(thirtyRules(), { maxKeys: 4 * operators });
  for (let first = 0; first < operators; first += pageOfOperators) {
    const count = Math.min(pageOfOperators, operators - first);
    const events = Array.from({ length: count }, (_, i) => sessionOf(first + i)).flat();
    for (const key of engine.missing(events)) engine.load(key, [], []);
    engine.observe(events);
  }
  if (engine.counters.evictedKeys > 0) throw new Error('Keys were let go.');
  return engine;
}

function sessionOf(operator: number): Observation[] {
  const sessionId = `s-${operator}`;
  const happened: readonly [name: string, data: Record<string, unknown>][] = [
    ['LoginFailed', { reason: 'invalid-password', consecutiveFailures: 1 }],
    ['LoginFailed', { reason: 'invalid-password', consecutiveFailures: 2 }],
    ['LoginSucceeded', { sessionId, factors: ['password'], network: 'ethernet' }],
    ['LoggedOut', { sessionId, reason: 'operator' }],
  ];
  return happened.map(([name, data], i) => ({
    ...{ id: `${operator}-${i}`, name, at: start + i * 60_000, recordedAt: start + i * 60_000 + 500 },
    ...{ terminalId: `t-${operator}`, epoch: 1, sequence: i + 1, operatorId: `o-${operator}`, storeId: 's-1', data },
  }));
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
