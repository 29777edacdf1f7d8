import { createSilence, evolveSilence, expireSilence, isAbout, silenceState, type Silence } from './silence.js';

const now = Date.UTC(2026, 2, 2, 1);
const hour = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
const wanted = {
  actor: 'administrator',
  author: 'li.na',
  matchers: { rule: 'R2' },
  reason: 'keypad',
  from: hour(0),
  until: hour(8),
};

function created(more: Partial<typeof wanted> = {}): Silence {
  const decided = createSilence({ ...wanted, ...more }, now);
  if (!decided.ok) throw new Error(decided.error.message);
  return evolveSilence(undefined, 's', { name: 'SilenceCreated', data: decided.value, at: hour(0) })!;
}

it('keeps who wants it and why, and reminds before it ends', () => {
  expect(created()).toEqual({
    id: 's',
    ...{ author: 'li.na', matchers: { rule: 'R2' }, reason: 'keypad' },
    ...{ from: hour(0), until: hour(8), remindAt: hour(7.2) },
    created: { by: 'administrator', at: hour(0) },
  });
  expect(created({ until: hour(24) }).remindAt).toBe(hour(23));
});

it.each([
  ['without matchers', { matchers: {} }, '/matchers'],
  ['that ends as it begins', { until: hour(0) }, '/until'],
  ['that is over', { from: hour(-2), until: hour(-1) }, '/until'],
  ['of more than 90 days', { until: hour(90 * 24 + 1) }, '/until'],
  ['that reminds when it is over', { remindAt: hour(9) }, '/remindAt'],
  ['that reminds before it begins', { remindAt: hour(-1) }, '/remindAt'],
])('refuses one %s', (_, more, path) => {
  expect(createSilence({ ...wanted, ...more }, now)).toMatchObject({ ok: false, error: { path } });
});

it('holds from its start, included, to its end, excluded', () => {
  const silence = created({ from: hour(1) });
  const stateAt = (hours: number) => silenceState(silence, Date.parse(hour(hours)));
  expect([0, 1, 7.9, 8].map(stateAt)).toEqual(['pending', 'active', 'active', 'expired']);
});

it('ends early once', () => {
  const silence = created();
  const ended = { actor: 'wang', reason: 'repaired' };
  expect(expireSilence(silence, ended, now)).toEqual({ ok: true, value: ended });
  evolveSilence(silence, 's', { name: 'SilenceExpired', data: ended, at: hour(2) });
  expect(silence.expired).toEqual({ by: 'wang', reason: 'repaired', at: hour(2) });
  expect([1.9, 2].map((hours) => silenceState(silence, Date.parse(hour(hours))))).toEqual(['active', 'expired']);
  expect(expireSilence(silence, ended, Date.parse(hour(2)))).toMatchObject({ error: { code: 'silence-expired' } });
  expect(expireSilence(created(), ended, Date.parse(hour(8)))).toMatchObject({ error: { code: 'silence-expired' } });
  expect(expireSilence(undefined, ended, now)).toMatchObject({ error: { code: 'not-found' } });
});

it('is about alerts that match everything it names', () => {
  const alert = { rule: 'R2', key: 'terminal:t-1', storeId: 's-1', severity: 'high' as const };
  const about = (matchers: Silence['matchers']) => isAbout({ matchers }, alert);
  expect(about({ rule: 'R2', key: 'terminal:t-1', store: 's-1', severity: 'high' })).toBe(true);
  const others = [{ rule: 'R1' }, { key: 'terminal:t-2' }, { store: 's-2' }, { severity: 'low' as const }];
  expect(others.map((wrong) => about({ rule: 'R2', ...wrong }))).toEqual([false, false, false, false]);
  expect(isAbout({ matchers: { store: 's-1' } }, { rule: 'R2', key: 'terminal:t-1', severity: 'high' })).toBe(false);
});
