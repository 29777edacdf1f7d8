import { detection, detection1000 } from './detection.ts';
import { detectionMemory } from './detection-memory.ts';
import { generatedRules, thirtyRules } from './generated-rules.ts';

it.each([detection, detection1000, detectionMemory])(
  'measures something at a small scale (%#)',
  async (benchmark) => {
    const measured = await benchmark.run({ servers: undefined as never, rounds: 1, scale: 0.02, say: () => {} });
    for (const { name } of benchmark.figures) {
      for (const { value, reference } of measured[name]!) expect(Math.min(value, reference)).toBeGreaterThan(0);
    }
  },
  300_000,
);

it('generates rules that differ in more than their ids, some of which count', () => {
  const rules = generatedRules(100);
  expect(new Set(rules.map(({ version }) => version)).size).toBe(100);
  expect(rules.filter(({ groupBy }) => groupBy === 'operator')).toHaveLength(20);
  expect(thirtyRules().length).toBeGreaterThanOrEqual(30);
});
