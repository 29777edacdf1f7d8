import {
  decideAccessReview,
  evolveAccessReview,
  maxReviewedAccounts,
  reviewProgress,
  type AccessReview,
  type AccessReviewCommand,
  type AccessReviewEvent,
} from './access-review.js';

const now = Date.UTC(2026, 2, 2);
const day = (days: number) => new Date(now + days * 86_400_000).toISOString();
const accounts = { 'o-1': { status: 'active', role: 'cashier' }, 'o-2': { status: 'disabled' } };
const open = (over: object = {}): AccessReviewCommand => ({
  name: 'AccessReviewOpened',
  data: { actor: 'li', dueAt: day(30), accounts, ...over },
});
const decide = (decisions: Record<string, string>, actor = 'li'): AccessReviewCommand => ({
  name: 'AccessReviewDecided',
  data: {
    actor,
    decisions: Object.fromEntries(Object.entries(decisions).map(([id, d]) => [id, { decision: d, reason: 'why' }])),
  },
});
const close: AccessReviewCommand = { name: 'AccessReviewClosed', data: { actor: 'wang', note: 'done' } };

function given(...commands: AccessReviewCommand[]): AccessReview | undefined {
  let known: AccessReview | undefined;
  for (const command of commands) {
    known = evolveAccessReview(known, 'a', structuredClone({ ...command, at: day(1) }) as AccessReviewEvent);
  }
  return known;
}

const outcome = (known: AccessReview | undefined, wanted: AccessReviewCommand) => {
  const decided = decideAccessReview(known, wanted, now);
  return decided.ok ? 'ok' : (decided.error.path ?? decided.error.code);
};
const wang = { username: 'wang', name: 'Wang', kind: 'person', roles: ['auditor'], status: 'active', dormant: true };
const own = {
  accounts: { 'o-1': { status: 'active' } },
  console: { 'a-1': wang, 'a-2': { ...wang, username: 'sun' } },
};
const decideOwn = (decisions: Record<string, string>, actor = 'li'): AccessReviewCommand => {
  const console = Object.fromEntries(
    Object.entries(decisions).map(([id, decision]) => [id, { decision, reason: 'why' }]),
  );
  return {
    name: 'AccessReviewDecided',
    data: { actor, decisions: { 'o-1': { decision: 'keep', reason: 'why' } }, console },
  };
};
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`o-${i}`, { status: 'active' }]));
const all = decide({ 'o-1': 'keep', 'o-2': 'remove' });

it.each([
  ['opening it', undefined, open(), 'ok'],
  ['opening it twice', given(open()), open(), 'wrong-state'],
  ['opening what is due already', undefined, open({ dueAt: day(0) }), '/dueAt'],
  ['opening it about nobody', undefined, open({ accounts: {} }), '/storeId'],
  ['opening it about as many as may be', undefined, open({ accounts: many(maxReviewedAccounts) }), 'ok'],
  ['opening it about more', undefined, open({ accounts: many(maxReviewedAccounts + 1) }), 'limit-reached'],
  ['deciding in no review', undefined, decide({ 'o-1': 'keep' }), 'not-found'],
  ['deciding', given(open()), decide({ 'o-1': 'keep' }), 'ok'],
  ['deciding otherwise', given(open(), decide({ 'o-1': 'keep' })), decide({ 'o-1': 'remove' }), 'ok'],
  ['deciding on somebody else’s account', given(open()), decide({ 'o-3': 'keep' }), '/decisions'],
  ['deciding on what every object has', given(open()), decide({ toString: 'keep' }), '/decisions'],
  ['deciding on one’s own account', given(open()), decide({ 'o-2': 'keep', 'o-1': 'keep' }, 'o-1'), '/decisions'],
  ['deciding when it is closed', given(open(), all, close), decide({ 'o-1': 'keep' }), 'wrong-state'],
  ['deciding on console accounts', given(open(own)), decideOwn({ 'a-1': 'remove' }), 'ok'],
  ['deciding on one that is not in it', given(open(own)), decideOwn({ 'a-3': 'keep' }), '/decisions'],
  ['deciding on one that was not asked about', given(open()), decideOwn({ 'a-1': 'keep' }), '/decisions'],
  ['deciding on one’s own console account', given(open(own)), decideOwn({ 'a-1': 'keep' }, 'Wang'), '/decisions'],
  ['closing it with a console account undecided', given(open(own), decideOwn({ 'a-1': 'keep' })), close, 'wrong-state'],
  [
    'closing it by who is removed',
    given(open(own), decideOwn({ 'a-1': 'remove', 'a-2': 'keep' })),
    close,
    'second-person-required',
  ],
  ['closing it by who is kept', given(open(own), decideOwn({ 'a-1': 'keep', 'a-2': 'remove' })), close, 'ok'],
  [
    'opening it about more of both',
    undefined,
    open({ accounts: many(maxReviewedAccounts), console: own.console }),
    'limit-reached',
  ],
  ['closing no review', undefined, close, 'not-found'],
  ['closing it with somebody undecided', given(open(), decide({ 'o-1': 'keep' })), close, 'wrong-state'],
  ['closing it', given(open(), all), close, 'ok'],
  ['closing it twice', given(open(), all, close), close, 'wrong-state'],
])('decides on %s', (_, known, wanted, expected) => {
  expect(outcome(known, wanted)).toBe(expected);
});

it('keeps each decision with who made it, the last one', () => {
  const known = given(open(), all, decide({ 'o-2': 'change' }, 'wang'), close)!;
  expect(known.accounts['o-2']).toEqual({
    status: 'disabled',
    decided: { decision: 'change', reason: 'why', by: 'wang', at: day(1) },
  });
  expect(known.closed).toEqual({ by: 'wang', at: day(1), note: 'done' });
  const expected = { accounts: 2, undecided: 0, decisions: { keep: 1, change: 1, remove: 0 } };
  expect(reviewProgress(known)).toEqual(expected);
  expect(given(all)).toBeUndefined();
});
