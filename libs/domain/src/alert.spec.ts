import fc from 'fast-check';
import {
  decideAlert,
  evolveAlert,
  maxActions,
  maxEarlierResolutions,
  type Alert,
  type AlertCommand,
  type AlertEvent,
} from './alert.js';

const id = '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10';
const other = '6a0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10';
const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 1, minute)).toISOString();

const found = {
  severity: 'medium' as const,
  count: 6,
  firstAt: at(0),
  lastAt: at(4),
  evidence: [id],
  details: {},
  late: false,
  lateByMs: 0,
};
const raised: AlertEvent = {
  name: 'AlertRaised',
  at: at(5),
  data: { rule: 'R1', ruleVersion: 1, key: { groupBy: 'operator', value: 'o-7' }, anchor: id, ...found },
};
const revised = (more: Partial<typeof found> | { severity: 'high' }, minute = 50): AlertEvent => ({
  name: 'AlertRevised',
  at: at(minute),
  data: { ...found, ...more },
});
const superseded: AlertEvent = { name: 'AlertSuperseded', at: at(40), data: { by: other } };

/** Commands as they are given, events as detection appends them, in order; each minute one. */
function given(...steps: (AlertCommand | AlertEvent)[]): Alert | undefined {
  let alert: Alert | undefined;
  steps.forEach((step, index) => {
    if ('name' in step) alert = evolveAlert(alert, id, step);
    else {
      const decided = decideAlert(step, alert, 'li.na');
      if (!decided.ok) throw new Error(decided.error.code);
      alert = evolveAlert(alert, id, { ...decided.value, at: at(10 + index) });
    }
  });
  return alert;
}

const refusal = (command: AlertCommand, ...steps: (AlertCommand | AlertEvent)[]) => {
  const decided = decideAlert(command, given(...steps), 'li.na');
  return decided.ok ? undefined : [decided.error.code, decided.error.path].filter(Boolean).join(' ');
};

const acknowledge: AlertCommand = { kind: 'acknowledge' };
const resolve = (reason: 'benign' | 'true-positive' = 'benign'): AlertCommand => ({ kind: 'resolve', reason });
const reopen: AlertCommand = { kind: 'reopen' };

it('says who acknowledged it, for whom it is, and how it was resolved', () => {
  expect(given(raised, acknowledge, { kind: 'assign', assignee: 'wang' }, resolve())).toMatchObject({
    status: 'resolved',
    key: 'operator:o-7',
    openedAt: at(5),
    acknowledged: { by: 'li.na', at: at(11) },
    assignee: 'wang',
    resolution: { reason: 'benign', by: 'li.na', at: at(13), severity: 'medium', count: 6 },
    actions: 3,
  });
});

it('keeps how it was resolved when it is reopened, and starts its clocks again', () => {
  const alert = given(raised, acknowledge, resolve(), reopen, resolve('true-positive'), reopen);
  expect(alert).toMatchObject({ status: 'open', openedAt: at(15) });
  expect(alert!.earlierResolutions.map(({ reason }) => reason)).toEqual(['benign', 'true-positive']);
  expect(alert).not.toHaveProperty('resolution');
  expect(alert).not.toHaveProperty('acknowledged');
});

it('takes the latest of many resolutions along', () => {
  const steps = Array.from({ length: maxEarlierResolutions + 3 }, () => [resolve(), reopen]).flat();
  expect(given(raised, ...steps)!.earlierResolutions).toHaveLength(maxEarlierResolutions);
});

it('takes an assignment back', () => {
  expect(given(raised, { kind: 'assign', assignee: 'wang' }, { kind: 'assign' })).not.toHaveProperty('assignee');
});

it.each<[string, AlertEvent, string]>([
  ['more of it', revised({ count: 12 }), 'open'],
  ['a higher severity', revised({ severity: 'high' }), 'open'],
  ['the same', revised({}), 'resolved'],
  ['less of it', revised({ count: 5 }), 'resolved'],
])('stands after a revision of a resolved alert with %s', (_, revision, status) => {
  const alert = given(raised, resolve(), revision);
  expect(alert).toMatchObject({ status, openedAt: status === 'open' ? at(50) : at(5) });
  expect(alert!.earlierResolutions).toHaveLength(status === 'open' ? 1 : 0);
});

it('is never closed by a revision, and stays acknowledged through one', () => {
  expect(given(raised, revised({ count: 1 }))).toMatchObject({ status: 'open' });
  expect(given(raised, acknowledge, revised({ severity: 'high' }))).toMatchObject({ status: 'acknowledged' });
});

it('is what people made of it again when a superseded finding stood after all', () => {
  expect(given(raised, resolve(), superseded)).toMatchObject({ status: 'superseded', supersededBy: other });
  expect(given(raised, resolve(), superseded, revised({}))).toMatchObject({ status: 'resolved' });
  expect(given(raised, resolve(), superseded, revised({ count: 7 }))).toMatchObject({ status: 'open' });
  expect(given(raised, acknowledge, superseded, revised({}))).toMatchObject({ status: 'acknowledged' });
  expect(given(raised, superseded, revised({}))).not.toHaveProperty('supersededBy');
});

it('says when what was overdue was done, and leaves the rest to people', () => {
  const cleared: AlertEvent = { name: 'AlertCleared', at: at(60), data: { at: at(58) } };
  expect(given(raised, acknowledge, cleared)).toMatchObject({ status: 'acknowledged', clearedAt: at(58), actions: 1 });
  expect(given(raised, cleared, resolve())).toMatchObject({ status: 'resolved', clearedAt: at(58) });
  expect(given(raised, cleared, revised({ severity: 'high' }))).not.toHaveProperty('clearedAt');
});

it.each<[string, string | undefined, AlertCommand, (AlertCommand | AlertEvent)[]]>([
  ['of nothing', 'not-found', acknowledge, []],
  ['twice', 'alert-acknowledged', acknowledge, [raised, acknowledge]],
  ['of a resolved one', 'alert-not-open', acknowledge, [raised, resolve()]],
  ['of a superseded one', 'alert-not-open', acknowledge, [raised, superseded]],
  ['resolution of a resolved one', 'alert-not-open', resolve(), [raised, resolve()]],
  ['assignment of a resolved one', 'alert-not-open', { kind: 'assign' }, [raised, resolve()]],
  ['reopening of an open one', 'alert-not-resolved', reopen, [raised]],
  ['reopening of a superseded one', 'alert-not-resolved', reopen, [raised, resolve(), superseded]],
  ['comment on a resolved one', undefined, { kind: 'comment', comment: 'x' }, [raised, resolve()]],
  ['a duplicate of nothing', 'parameter-invalid /duplicateOf', { kind: 'resolve', reason: 'duplicate' }, [raised]],
  [
    'a duplicate of itself',
    'parameter-invalid /duplicateOf',
    { kind: 'resolve', reason: 'duplicate', duplicateOf: id },
    [raised],
  ],
  [
    'a test like another',
    'parameter-invalid /duplicateOf',
    { kind: 'resolve', reason: 'test', duplicateOf: other },
    [raised],
  ],
  ['a duplicate of another', undefined, { kind: 'resolve', reason: 'duplicate', duplicateOf: other }, [raised]],
])('answers %s with %s', (_, code, command, steps) => {
  expect(refusal(command, ...steps)).toBe(code);
});

it('takes no more comments at the limit, but can still be closed', () => {
  const alert = { ...given(raised)!, actions: maxActions };
  const codes = [{ kind: 'comment', comment: 'x' } as const, { kind: 'assign' } as const, acknowledge, resolve()].map(
    (command) => decideAlert(command, alert, 'li.na'),
  );
  expect(codes.map((decided) => decided.ok || decided.error.code)).toEqual([
    'limit-reached',
    'limit-reached',
    true,
    true,
  ]);
});

const aStep = fc.oneof(
  fc.constantFrom<AlertCommand>(acknowledge, resolve(), reopen, { kind: 'assign', assignee: 'a' }, { kind: 'assign' }),
  fc.constantFrom<AlertEvent>(superseded, revised({ count: 3 }), revised({ count: 9 }), revised({ severity: 'high' })),
);

it('counts everything people did and loses no resolution, whatever happened to it', () => {
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 30 }), (steps) => {
      let alert = given(raised)!;
      let done = 0;
      let resolutions = 0;
      for (const step of steps) {
        if ('name' in step) alert = evolveAlert(alert, id, step)!;
        else {
          const decided = decideAlert(step, alert, 'li.na');
          if (!decided.ok) continue;
          alert = evolveAlert(alert, id, { ...decided.value, at: at(20) })!;
          done += 1;
          if (step.kind === 'resolve') resolutions += 1;
        }
      }
      expect(alert.actions).toBe(done);
      expect(alert.earlierResolutions.length + (alert.resolution ? 1 : 0)).toBe(
        Math.min(resolutions, maxEarlierResolutions + (alert.resolution ? 1 : 0)),
      );
      if (alert.status !== 'superseded') expect(alert.status === 'resolved').toBe(alert.resolution !== undefined);
    }),
  );
});
