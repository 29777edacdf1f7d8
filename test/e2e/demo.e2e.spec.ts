import { planScenario } from '@tillwatch/terminal';
import { postgresProcesses } from './processes.js';
import { cleanUp, dataFolder, printed, startProduct } from './product.js';

const demoMs = 110_000;
/** `CRITICAL R1    Title / 标题: operator:x, 5x from …` */
const alertLine = /^(?:LOW|MEDIUM|HIGH|CRITICAL) +(R[\w-]+) +.+: ((?:operator|terminal|store|actor):\S+), \d+x from /gm;

afterAll(cleanUp);

it(
  'prints each incident of the day exactly once and nothing else, and ends with Ctrl-C',
  async () => {
    const { expects } = planScenario('shop-day', { seed: 1, start: Date.now() });
    const folder = await dataFolder();
    const demo = await startProduct({ folder, args: ['--demo'], env: { TILLWATCH_LOG_LEVEL: '' } });
    await printed(demo, /The day is over/, demoMs);
    const alerts = [...demo.output().matchAll(alertLine)].map(([, rule, key]) => `${rule} ${key}`);
    expect(alerts.sort()).toEqual(
      expects.flatMap(({ rule, key, count }) => Array<string>(count).fill(`${rule} ${key}`)).sort(),
    );
    expect(demo.output()).toContain(`${expects.length} incidents`);
    expect(demo.output()).not.toMatch(/"level":/);

    expect(await demo.stop('SIGINT')).toEqual({ code: 0, signal: null });
    expect(await postgresProcesses(folder)).toEqual([]);
  },
  demoMs + 60_000,
);
