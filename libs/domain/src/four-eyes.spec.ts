import {
  decideControlRequest,
  decideFourEyes,
  evolveControlRequest,
  evolveFourEyes,
  type ControlRequest,
  type ControlRequestCommand,
  type ControlRequestEvent,
} from './four-eyes.js';
import { needsTwo } from './second-person.js';

const at = '2026-03-02T00:00:00.000Z';
const commandId = '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10';
const ask = (over: object = {}): ControlRequestCommand => ({
  name: 'TerminalControlRequested',
  data: { actor: 'li', terminalId: 't-1', command: 'unfreeze', reason: 'found', ...over },
});
const approve = (actor: string): ControlRequestCommand => ({ name: 'TerminalControlApproved', data: { actor } });
const reject = (actor: string): ControlRequestCommand => ({
  name: 'TerminalControlRejected',
  data: { actor, reason: 'not ours' },
});

function given(...commands: ControlRequestCommand[]): ControlRequest | undefined {
  let known: ControlRequest | undefined;
  for (const command of commands) known = evolveControlRequest(known, 'r', { ...command, at } as ControlRequestEvent);
  return known;
}

it.each([
  ['asking', undefined, ask(), 'ok'],
  ['asking twice', given(ask()), ask(), 'wrong-state'],
  ['agreeing to nothing', undefined, approve('wang'), 'not-found'],
  ['somebody else agreeing', given(ask()), approve('wang'), 'ok'],
  ['agreeing to what one asked for', given(ask()), approve('li'), 'second-person-required'],
  ['refusing what one asked for', given(ask()), reject('li'), 'second-person-required'],
  ['somebody else refusing', given(ask()), reject('wang'), 'ok'],
  ['agreeing to what was refused', given(ask(), reject('wang')), approve('zhao'), 'wrong-state'],
  ['refusing what was agreed to', given(ask(), approve('wang')), reject('zhao'), 'wrong-state'],
])('decides on %s', (_, known, wanted, expected) => {
  const decided = decideControlRequest(known, wanted);
  expect(decided.ok ? 'ok' : decided.error.code).toBe(expected);
});

it('is to be confirmed within a day where the terminal was told already', () => {
  expect(given(ask())).not.toHaveProperty('confirmBy');
  expect(given(ask({ command: 'freeze', commandId }))).toMatchObject({
    commandId,
    confirmBy: '2026-03-03T00:00:00.000Z',
  });
  expect(given(ask(), approve('wang'))).toMatchObject({ requested: { by: 'li', at }, approved: { by: 'wang', at } });
  expect(given(ask(), reject('wang'))).toMatchObject({ rejected: { by: 'wang', reason: 'not ours' } });
  expect(given(approve('wang'))).toBeUndefined();
});

it('takes one person until somebody says that it takes two', () => {
  const change = (required: boolean) => ({
    name: 'FourEyesChanged' as const,
    data: { actor: 'li', required, reason: 'two of us' },
  });
  const two = evolveFourEyes(undefined, 'default', { ...change(true), at });
  expect([undefined, two, evolveFourEyes(two, 'default', { ...change(false), at })].map(needsTwo)).toEqual([false, true, false]); // prettier-ignore
  expect(two.changed).toEqual({ by: 'li', at, reason: 'two of us' });
  const outcomes = [decideFourEyes(undefined, change(false)), decideFourEyes(two, change(true))];
  expect(outcomes.map((decided) => decided.ok)).toEqual([false, false]);
  expect([decideFourEyes(undefined, change(true)), decideFourEyes(two, change(false))].map((d) => d.ok)).toEqual([true, true]); // prettier-ignore
});
