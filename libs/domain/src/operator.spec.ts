import fc from 'fast-check';
import {
  evolveOperator,
  isOperatorId,
  maxFailures,
  maxSessions,
  unseenOperator,
  type OperatorEvent,
} from './operator.js';

type Told = OperatorEvent & { terminalId: string };

function fold(events: readonly Told[]) {
  const state = unseenOperator('o-1');
  for (const event of events) evolveOperator(state, event, event.terminalId);
  return state;
}

let position = 0;
function told(name: string, at: number, data: Record<string, unknown> = {}, terminalId = 't-1'): Told {
  position += 1;
  return { position, name, at, header: { id: `e-${position}`, storeid: 's-1' }, data, terminalId };
}

const failed = (at: number, reason = 'invalid-password') => told('LoginFailed', at, { reason });
const opened = (at: number, sessionId: string) => told('LoginSucceeded', at, { sessionId, factors: ['password'] });
const closed = (at: number, sessionId: string) => told('LoggedOut', at, { sessionId, reason: 'operator' });

it('counts the failures since the last success, unlock or reset', () => {
  expect(fold([failed(1), opened(2, 's'), failed(3), failed(4)]).failures).toHaveLength(2);
  expect(fold([failed(1), told('OperatorUnlocked', 2, { channel: 'vendor' })]).failures).toEqual([]);
  expect(
    fold([failed(1), told('PasswordReset', 2, { channel: 'vendor', actor: 'a', temporary: false })]).failures,
  ).toEqual([]);
});

it('does not hold against a person what the service or the terminal failed at', () => {
  expect(fold([failed(1, 'service-error'), failed(2, 'terminal-frozen')]).failures).toEqual([]);
});

it('stops counting failures at the limit', () => {
  const state = fold(Array.from({ length: maxFailures + 5 }, (_, index) => failed(index)));
  expect(state.failures).toHaveLength(maxFailures);
  expect(state.failures[0]![0]).toBe(5);
});

it('knows a session as closed when its closing arrived before its opening', () => {
  expect(fold([closed(2, 's'), opened(1, 's')]).sessions).toEqual([['t-1/s', 2, false]]);
});

it('remembers the latest sessions only', () => {
  const state = fold(Array.from({ length: maxSessions + 2 }, (_, index) => opened(index, `s-${index}`)));
  expect(state.sessions).toHaveLength(maxSessions);
  expect(state.sessions[0]).toEqual(['t-1/s-2', 2, 's-1']);
});

it('does not take a hash of what somebody typed for an operator', () => {
  expect([isOperatorId('o-1'), isOperatorId('unknown-00ff'), isOperatorId(undefined)]).toEqual([true, false, false]);
});

const anEvent: fc.Arbitrary<Told> = fc
  .record({
    at: fc.integer({ min: 0, max: 40 }),
    id: fc.uuid(),
    position: fc.integer({ min: 1, max: 1_000 }),
    storeid: fc.constantFrom('s-1', 's-2'),
    terminalId: fc.constantFrom('t-1', 't-2'),
    what: fc.constantFrom<[string, Record<string, unknown>]>(
      ['LoginFailed', { reason: 'invalid-password' }],
      ['LoginFailed', { reason: 'service-error' }],
      ['OperatorLocked', { reason: 'policy', until: '2026-01-01T00:00:00Z' }],
      ['OperatorUnlocked', { channel: 'vendor' }],
      ['PasswordChanged', {}],
      ['PasswordReset', { temporary: true }],
      ['PasswordReset', { temporary: false }],
      ['FactorEnrolled', { factor: 'card' }],
      ['FactorRemoved', { factor: 'card' }],
      ['OperatorAdded', { role: 'cashier' }],
      ['OperatorDisabled', {}],
      ['RoleChanged', { role: 'manager' }],
      ...Array.from({ length: 20 }, (_, each): [string, Record<string, unknown>] => [
        each % 2 ? 'LoginSucceeded' : 'LoggedOut',
        { sessionId: `s-${each >> 1}` },
      ]),
    ),
  })
  .map(({ at, id, position, storeid, terminalId, what: [name, data] }) => ({
    position,
    name,
    at,
    header: { id, storeid },
    data,
    terminalId,
  }));

it('ends in one state whatever the order and however often each event comes', () => {
  const story = fc
    .uniqueArray(anEvent, { selector: (event) => event.header.id, maxLength: 40 })
    .chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.shuffledSubarray(events),
      ),
    );
  fc.assert(
    fc.property(story, ([events, shuffled, again]) => {
      expect(fold([...shuffled, ...again])).toEqual(fold(events));
    }),
    { numRuns: 500 },
  );
});
