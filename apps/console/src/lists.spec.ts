import type { AlertView, OperatorView, Severity, TerminalView } from '@tillwatch/api';
import { alertShape, operatorShape, terminalShape } from './lists.js';

const alert = (id: string, severity: Severity, minute: number): AlertView =>
  ({
    ...{ id, severity, status: 'open', rule: 'R1', operatorId: 'o-7' },
    firstAt: `2026-11-23T08:0${minute}:00.000Z`,
    lastAt: `2026-11-23T08:0${minute + 1}:00.000Z`,
    raisedAt: `2026-11-23T08:0${minute + 2}:00.000Z`,
  }) as AlertView;

const alerts = [alert('a', 'low', 1), alert('b', 'critical', 2), alert('c', 'medium', 3), alert('d', 'critical', 4)];
const sorted = (sort?: string) =>
  alerts
    .toSorted(alertShape(sort ? { sort } : {}).compare)
    .map(({ id }) => id)
    .join('');

describe('lists as the API filters and sorts them', () => {
  it('sort alerts by when they were raised, by severity, by when they happened', () => {
    expect(sorted()).toBe('dcba');
    expect(sorted('raisedAt')).toBe('abcd');
    expect(sorted('-severity')).toBe('dbca');
    expect(sorted('severity')).toBe('acbd');
    expect(sorted('lastAt')).toBe('abcd');
  });

  it('show open alerts unless asked for superseded ones', () => {
    const superseded: AlertView = { ...alert('a', 'low', 1), status: 'superseded' };
    expect(alertShape({}).matches(superseded)).toBe(false);
    expect(alertShape({ status: 'superseded' }).matches(superseded)).toBe(true);
  });

  it.each([
    [{ severity: 'high' }, false],
    [{ rule: 'R1', operator: 'o-7' }, true],
    [{ store: 's-1' }, false],
    [{ from: '2026-11-23T08:02:00Z' }, true],
    [{ from: '2026-11-23T08:02:01Z' }, false],
    [{ to: '2026-11-23T08:01:00Z' }, true],
    [{ to: '2026-11-23T08:00:59Z' }, false],
  ])('filter alerts by %j', (filter, matches) => {
    expect(alertShape(filter).matches(alert('a', 'low', 1))).toBe(matches);
  });

  it('find operators by part of their id, whatever its case, and sort by failures', () => {
    const operator = (id: string, consecutiveFailures: number) => ({ id, consecutiveFailures }) as OperatorView;
    expect(operatorShape({ q: 'LI' }).matches(operator('o-lina', 0))).toBe(true);
    expect(operatorShape({ q: 'x' }).matches(operator('o-lina', 0))).toBe(false);
    const rows = [operator('a', 1), operator('b', 5), operator('c', 1)];
    const byFailures = rows.toSorted(operatorShape({ sort: '-consecutiveFailures' }).compare);
    expect(byFailures.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });

  it('know offline, gapped and frozen terminals apart', () => {
    const terminal = { id: 't', openGaps: [], frozen: true } as unknown as TerminalView;
    const states = ['offline', 'gaps', 'frozen'].filter((state) => terminalShape({ state }).matches(terminal));
    expect(states).toEqual(['frozen']);
  });
});
