import { setTimeout as sleep } from 'node:timers/promises';
import { Handlers } from './handlers.js';

const at = { topic: 'terminal-events', partition: 3 };

it('starts no second handler of a partition before the first has ended, and tells the first to end (#1097)', async () => {
  const handlers = new Handlers();
  const steps: string[] = [];
  const first = handlers.run(at, async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    steps.push('first told');
    await sleep(20);
    steps.push('first ended');
  });
  const second = handlers.run(at, () => Promise.resolve(void steps.push('second')));
  const third = handlers.run(at, () => Promise.resolve(void steps.push('third')));
  await handlers.run({ ...at, partition: 4 }, () => Promise.resolve(void steps.push('other partition')));
  await Promise.all([first, second, third]);
  expect(steps).toEqual(['other partition', 'first told', 'first ended', 'second', 'third']);
  expect(handlers.count).toBe(0);
});

it('frees the partition of a handler that fails', async () => {
  const handlers = new Handlers();
  await expect(handlers.run(at, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  await handlers.run(at, () => Promise.resolve());
  await handlers.allDone();
});
