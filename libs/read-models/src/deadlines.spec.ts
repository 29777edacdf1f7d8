import { readdirSync } from 'node:fs';
import { ourRules } from '@tillwatch/detection';
import { cases } from './deadline-cases.contract.js';
import { deadlines } from './deadlines.js';
import { everyRule } from './every-rule.js';

describe('the list of deadlines', () => {
  it('has every file in the folder, a case for each, and no id twice', () => {
    expect(deadlines).toHaveLength(readdirSync(new URL('./deadlines/', import.meta.url)).length);
    expect(cases.map(({ id }) => id)).toEqual(deadlines.map(({ id }) => id));
    const every = everyRule(ourRules).map(({ id }) => id);
    expect(new Set(every).size).toBe(every.length);
  });

  it.each(deadlines.map((deadline) => [deadline.id, deadline] as const))(
    '%s says everything in both languages',
    (...[, deadline]) => {
      const { title, runbook, falsePositives, knownGaps, due, references, version } = deadline;
      for (const { en, zh } of [title, runbook, falsePositives, knownGaps, due]) {
        expect(en).toMatch(/^[A-Za-z0-9]/);
        expect(zh).toMatch(/\p{Script=Han}/u);
      }
      expect(references.length).toBeGreaterThan(0);
      expect(version).toBeGreaterThan(0);
    },
  );
});
