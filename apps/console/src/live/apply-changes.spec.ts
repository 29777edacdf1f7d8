import { QueryClient } from '@tanstack/react-query';
import type { AlertView, CounterView, OperatorView, OverviewView } from '@tillwatch/api';
import { applyChanges } from './apply-changes.js';
import { withCounter } from './overview-changes.js';

const alert = (id: string, position: number, rest: Partial<AlertView> = {}): AlertView =>
  ({
    id,
    position,
    status: 'open',
    severity: 'high',
    raisedAt: `2026-11-23T08:00:0${position}.000Z`,
    ...rest,
  }) as AlertView;
const list = (...items: { id: string }[]) => ({ pages: [{ items }], pageParams: [undefined] });
const overview: OverviewView = {
  operators: { total: 1, locked: 0, disabled: 0 },
  terminals: { total: 1, offline: 0, withOpenGaps: 0, frozen: 0 },
  alerts: { open: 1, bySeverity: { low: 0, medium: 0, high: 1, critical: 0 } },
  counters: [],
  position: { log: 5, readModels: 5 },
};
const counter = (minute: string, failed: number): CounterView => ({
  minute,
  ...{ succeeded: 0, failed, locked: 0, reset: 0, other: 0, alerts: 0 },
});
const idsOf = (client: QueryClient, key: unknown[]) =>
  client.getQueryData<ReturnType<typeof list>>(key)?.pages[0]?.items.map(({ id }) => id);

describe('live changes and the cache', () => {
  it('put a new alert first in the lists it belongs to, and in no other', () => {
    const client = new QueryClient();
    client.setQueryData(['alerts', {}, 50], list(alert('a', 1)));
    client.setQueryData(['alerts', { severity: 'critical' }, 50], list());
    client.setQueryData(['alerts', { operator: 'o-7' }, 10], list());
    applyChanges(client, [{ kind: 'alert', change: alert('b', 2, { operatorId: 'o-7' }) }]);
    expect(idsOf(client, ['alerts', {}, 50])).toEqual(['b', 'a']);
    expect(idsOf(client, ['alerts', { severity: 'critical' }, 50])).toEqual([]);
    expect(idsOf(client, ['alerts', { operator: 'o-7' }, 10])).toEqual(['b']);
  });

  it('take a superseded alert out of the list of open ones and keep its page', () => {
    const client = new QueryClient();
    client.setQueryData(['alerts', {}, 50], list(alert('a', 1)));
    client.setQueryData(['alert', 'a'], alert('a', 1));
    applyChanges(client, [{ kind: 'alert', change: alert('a', 2, { status: 'superseded' }) }]);
    expect(idsOf(client, ['alerts', {}, 50])).toEqual([]);
    expect(client.getQueryData<AlertView>(['alert', 'a'])?.status).toBe('superseded');
  });

  it('change the present of an operator, never the past on screen', () => {
    const client = new QueryClient();
    const then = { asOf: '2026-11-23T00:00:00.000Z' };
    const operator = { id: 'o-7', position: 1, status: 'active' } as OperatorView;
    client.setQueryData(['operator', 'o-7', {}], operator);
    client.setQueryData(['operator', 'o-7', then], operator);
    applyChanges(client, [{ kind: 'operator', change: { ...operator, position: 2, status: 'locked' } }]);
    expect(client.getQueryData<OperatorView>(['operator', 'o-7', {}])?.status).toBe('locked');
    expect(client.getQueryData<OperatorView>(['operator', 'o-7', then])?.status).toBe('active');
  });

  it('do not cache rows that nobody asked for', () => {
    const client = new QueryClient();
    applyChanges(client, [{ kind: 'alert', change: alert('a', 1) }]);
    expect(client.getQueryData(['alert', 'a'])).toBeUndefined();
  });

  it('ignore an older state that comes after a newer one', () => {
    const client = new QueryClient();
    client.setQueryData(['alert', 'a'], alert('a', 5));
    applyChanges(client, [{ kind: 'alert', change: alert('a', 4, { status: 'superseded' }) }]);
    expect(client.getQueryData<AlertView>(['alert', 'a'])?.status).toBe('open');
  });

  it('mark everything stale on a resync', () => {
    const client = new QueryClient();
    client.setQueryData(['alerts', {}, 50], list(alert('a', 1)));
    applyChanges(client, [{ kind: 'resync', change: { position: 9 } }]);
    expect(client.getQueryState(['alerts', {}, 50])?.isInvalidated).toBe(true);
  });

  it('read a timeline of one page again, and only mark a longer one', () => {
    const client = new QueryClient();
    const key = ['timeline', 'operators', 'o-7', {}];
    client.setQueryData(key, list({ id: 'e' }));
    client.setQueryData(['timeline', 'operators', 'o-8', {}], list({ id: 'e' }));
    applyChanges(client, [{ kind: 'operator', change: { id: 'o-7', position: 2 } as OperatorView }]);
    expect(client.getQueryState(key)?.isInvalidated).toBe(true);
    expect(client.getQueryState(['timeline', 'operators', 'o-8', {}])?.isInvalidated).toBe(false);
  });

  it('move the position on with every row, never back', () => {
    const client = new QueryClient();
    client.setQueryData(['overview'], overview);
    applyChanges(client, [
      { kind: 'alert', change: alert('a', 9) },
      { kind: 'alert', change: alert('b', 7) },
    ]);
    expect(client.getQueryData<OverviewView>(['overview'])?.position).toEqual({ log: 9, readModels: 9 });
  });
});

describe('the counters of the overview', () => {
  it('replace a minute, or put it in its place', () => {
    const first = withCounter(overview, counter('2026-11-23T08:01:00.000Z', 1));
    const second = withCounter(first, counter('2026-11-23T08:00:00.000Z', 2));
    const third = withCounter(second, counter('2026-11-23T08:01:00.000Z', 3));
    expect(third.counters.map(({ failed }) => failed)).toEqual([2, 3]);
  });

  it('forget minutes more than a day older than the newest', () => {
    const first = withCounter(overview, counter('2026-11-22T08:00:00.000Z', 1));
    expect(withCounter(first, counter('2026-11-23T08:00:00.000Z', 2)).counters).toHaveLength(1);
  });
});
