import {
  controlFailureStatus,
  decideControlFailure,
  evolveControlFailure,
  type ControlFailure,
  type ControlFailureCommand,
  type ControlFailureEvent,
} from './control-failure.js';

const now = Date.UTC(2026, 2, 2, 12);
const hour = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
const open = (startedAt = hour(-2)): ControlFailureCommand => ({
  name: 'ControlFailureOpened',
  data: { actor: 'li', control: 'audit-logging', startedAt, description: 'no journal' },
});
const resume = (resumedAt = hour(-1)): ControlFailureCommand => ({
  name: 'ControlFailureResumed',
  data: { actor: 'wang', resumedAt, cause: 'full disk', fix: 'a larger one' },
});
const close: ControlFailureCommand = {
  name: 'ControlFailureClosed',
  data: { actor: 'zhao', riskAssessment: 'no logins in the time' },
};

function given(...commands: ControlFailureCommand[]): ControlFailure | undefined {
  let known: ControlFailure | undefined;
  for (const command of commands) {
    known = evolveControlFailure(known, 'c', structuredClone({ ...command, at: hour(0) }) as ControlFailureEvent);
  }
  return known;
}

const outcome = (known: ControlFailure | undefined, wanted: ControlFailureCommand) => {
  const decided = decideControlFailure(known, wanted, now);
  return decided.ok ? 'ok' : (decided.error.path ?? decided.error.code);
};

it('goes from open to resumed to closed, and keeps who said what', () => {
  const stages = [[open()], [open(), resume()], [open(), resume(), close]].map((told) => given(...told)!);
  expect(stages.map(controlFailureStatus)).toEqual(['open', 'resumed', 'closed']);
  expect(stages[2]).toEqual({
    id: 'c',
    ...{ control: 'audit-logging', startedAt: hour(-2), description: 'no journal', cause: 'full disk' },
    opened: { by: 'li', at: hour(0) },
    resumed: { by: 'wang', at: hour(0), resumedAt: hour(-1), fix: 'a larger one' },
    closed: { by: 'zhao', at: hour(0), riskAssessment: 'no logins in the time' },
  });
});

it.each([
  ['opening it', undefined, open(), 'ok'],
  ['opening it twice', given(open()), open(), 'wrong-state'],
  ['a failure to come', undefined, open(hour(1)), '/startedAt'],
  ['resuming what never failed', undefined, resume(), 'not-found'],
  ['resuming it', given(open()), resume(), 'ok'],
  ['resuming it at the moment it failed', given(open()), resume(hour(-2)), 'ok'],
  ['resuming it before it failed', given(open()), resume(hour(-3)), '/resumedAt'],
  ['resuming it some time to come', given(open()), resume(hour(1)), '/resumedAt'],
  ['resuming it twice', given(open(), resume()), resume(), 'wrong-state'],
  ['closing what never failed', undefined, close, 'not-found'],
  ['closing it before it works', given(open()), close, 'wrong-state'],
  ['closing it', given(open(), resume()), close, 'ok'],
  ['closing it twice', given(open(), resume(), close), close, 'wrong-state'],
])('decides on %s', (_, known, wanted, expected) => {
  expect(outcome(known, wanted)).toBe(expected);
});

it('makes nothing of what follows no opening', () => {
  expect(given(resume())).toBeUndefined();
});
