import {
  dayRange,
  decideDailyReview,
  evolveDailyReview,
  type DailyReview,
  type DailyReviewCommand,
  type DailyReviewEvent,
} from './daily-review.js';

const after = Date.UTC(2026, 2, 2, 18); // the day ended two hours ago in Shanghai
const [one, other] = ['ab'.repeat(32), 'cd'.repeat(32)];
const compile = (digest = one, over: object = {}): DailyReviewCommand => ({
  name: 'DailyReviewCompiled',
  data: {
    ...{ actor: 'li', date: '2026-03-02', zone: '+08:00', position: 9, digest, content: { handlers: ['li'] } },
    ...over,
  },
});
const sign = (actor: string, over: object = {}): DailyReviewCommand => ({
  name: 'DailyReviewSignedOff',
  data: { actor, digest: one, note: 'seen', singlePerson: false, ...over },
});

function given(...told: [DailyReviewCommand, number?][]): DailyReview | undefined {
  let known: DailyReview | undefined;
  for (const [command, at = after] of told) {
    const event = { ...command, at: new Date(at).toISOString() } as DailyReviewEvent;
    known = evolveDailyReview(known, '2026-03-02', structuredClone(event));
  }
  return known;
}

const outcome = (known: DailyReview | undefined, wanted: DailyReviewCommand, nowMs = after) => {
  const decided = decideDailyReview(known, wanted, nowMs);
  return decided.ok ? 'ok' : (decided.error.path ?? decided.error.code);
};

it('knows a day by its date and its zone, and dates that do not exist', () => {
  expect(dayRange('2026-03-02', '+08:00')).toEqual({ from: Date.UTC(2026, 2, 1, 16), to: Date.UTC(2026, 2, 2, 16) });
  expect(['2026-02-30', '2026-13-01', '2026-00-10'].map((date) => dayRange(date, '+00:00'))).toEqual(
    Array(3).fill(undefined),
  );
});

const early = Date.UTC(2026, 2, 2, 15);

it.each([
  ['compiling it', undefined, compile(), 'ok'],
  ['compiling it again', given([compile()]), compile(other), 'ok'],
  ['compiling what is signed off', given([compile()], [sign('wang')]), compile(), 'wrong-state'],
  ['compiling a day to come', undefined, compile(one, { date: '2026-03-04' }), '/date'],
  ['compiling no day', undefined, compile(one, { date: '2026-02-30' }), '/date'],
  ['signing off nothing', undefined, sign('wang'), 'not-found'],
  ['signing it off', given([compile()]), sign('wang'), 'ok'],
  ['signing it off twice', given([compile()], [sign('wang')]), sign('zhao'), 'wrong-state'],
  ['signing off before the day was over', given([compile(), early]), sign('wang'), 'wrong-state'],
  ['signing off what was compiled again', given([compile()], [compile(other)]), sign('wang'), '/digest'],
  ['signing off one’s own handling', given([compile()]), sign('li'), 'second-person-required'],
  ['signing that off where there is nobody else', given([compile()]), sign('li', { singlePerson: true }), 'ok'],
  ['signing off a day without handlers', given([compile(one, { content: {} })]), sign('li'), 'ok'],
])('decides on %s', (_, known, wanted, expected) => {
  expect(outcome(known, wanted)).toBe(expected);
});

it('is what was compiled last, and who signed it', () => {
  expect(given([compile()], [compile(other)], [sign('wang', { digest: other })])).toMatchObject({
    id: '2026-03-02',
    digest: other,
    compiled: { by: 'li' },
    signedOff: { by: 'wang', note: 'seen', singlePerson: false },
  });
  expect(given([sign('wang')])).toBeUndefined();
});
