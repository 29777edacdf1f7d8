import { changeStage, evolveRuleLife, maxStageChanges, stageOf, type RuleLife } from './rule-life.js';

type Told = [version: number, stage: 'draft' | 'shadow' | 'live' | 'retired', ...stores: string[]];

/** Changes at positions 10, 20, 30, ... */
function life(...told: Told[]): RuleLife | undefined {
  return told.reduce<RuleLife | undefined>((known, [version, stage, ...stores], index) => {
    const where = stores.length > 0 ? { stores } : {};
    const data = { actor: 'a', rule: 'R1', version, stage, reason: 'r', ...where };
    return evolveRuleLife(known, data, { position: (index + 1) * 10, at: `at ${(index + 1) * 10}` });
  }, undefined);
}

const stage = (known: RuleLife | undefined, version: number, store?: string, position = 1_000) =>
  stageOf(known, version, store, position).stage;

it('is live until somebody speaks of the rule', () => {
  expect(stageOf(undefined, 1, 's-1', 5)).toEqual({ stage: 'live' });
  expect(stageOf(life([1, 'shadow']), 1, 's-1', 10)).toEqual({ stage: 'live' });
  expect(stageOf(life([1, 'shadow']), 1, 's-1', 11)).toEqual({ stage: 'shadow', since: 'at 10' });
});

it('is what it is told to be until then', () => {
  expect(stageOf(undefined, 1, 's-1', 5, 'draft')).toEqual({ stage: 'draft' });
  expect(stageOf(life([1, 'shadow']), 1, 's-1', 10, 'draft')).toEqual({ stage: 'draft' });
  expect(stageOf(life([1, 'shadow']), 1, 's-1', 11, 'draft')).toMatchObject({ stage: 'shadow' });
});

it('follows the last word at each place in the log', () => {
  const known = life([1, 'shadow'], [1, 'live'], [1, 'retired']);
  expect([15, 25, 35].map((position) => stage(known, 1, undefined, position))).toEqual(['shadow', 'live', 'retired']);
});

it('lets single stores go ahead, until all are spoken of', () => {
  const canary = life([1, 'shadow'], [1, 'live', 's-1', 's-2']);
  expect(['s-1', 's-2', 's-3', undefined].map((store) => stage(canary, 1, store))).toEqual([
    ...['live', 'live'],
    ...['shadow', 'shadow'],
  ]);
  expect(stage(life([1, 'shadow'], [1, 'live', 's-1'], [1, 'retired']), 1, 's-1')).toBe('retired');
});

it('hands the stage of a version on to the next, until that is spoken of', () => {
  const known = life([1, 'shadow'], [1, 'live', 's-1']);
  expect([stage(known, 2, 's-1'), stage(known, 2, 's-2')]).toEqual(['live', 'shadow']);
  const next = life([1, 'shadow'], [2, 'live'], [1, 'retired']);
  expect([stage(next, 1), stage(next, 2), stage(next, 3)]).toEqual(['retired', 'live', 'live']);
});

it('refuses a change for no store, and one too many', () => {
  const wanted = { actor: 'a', rule: 'R1', version: 1, stage: 'live' as const, reason: 'r' };
  expect(changeStage(undefined, wanted)).toEqual({ ok: true, value: wanted });
  expect(changeStage(undefined, { ...wanted, stores: [] })).toMatchObject({ error: { path: '/stores' } });
  const full = life(...Array.from({ length: maxStageChanges }, (): Told => [1, 'live']));
  expect(changeStage(full, wanted)).toMatchObject({ error: { code: 'limit-reached' } });
});
