import { decodeEvent, platformEvent, type LogEvent, type PayloadOf, type PlatformEventName } from '@tillwatch/events';
import { uuidFromName } from '@tillwatch/kernel';
import { type AlertTold, evolveTold } from './alert-told.js';
import { notificationOf, type Occasion } from './notification-of.js';
import { raised, revised } from './notifications.fixture.js';

const recordedtime = '2026-11-23T01:04:11.000Z';

function event<Name extends PlatformEventName>(
  name: Name,
  data: PayloadOf<Name>,
  revision = 0,
  stream = 'alert-a',
): LogEvent {
  const origin = {
    id: uuidFromName(`${stream}${revision}`),
    source: '/platform/test',
    recordedtime,
    tenant: 'default',
  };
  return decodeEvent({ ...platformEvent(name, data, origin), stream, revision, position: revision + 1 });
}

/** What people hear of a stream, event by event. */
function heard(...events: [PlatformEventName, unknown][]): (Occasion | undefined)[] {
  let before: AlertTold | undefined;
  return events.map(([name, data], revision) => {
    const one = event(name, data as never, revision);
    const after = evolveTold(before, one);
    const occasion = notificationOf(one, { ...(before && { before }), ...(after && { after }) });
    before = after;
    return occasion;
  });
}
const kinds = (...events: [PlatformEventName, unknown][]) => heard(...events).map((occasion) => occasion?.kind);

it('tells of an alert that is raised, with what decides who hears it', () => {
  expect(heard(['AlertRaised', raised()])).toEqual([
    { kind: 'alert-raised', severity: 'high', rule: 'R1', key: 'operator:op-7', storeId: 'store-3' },
  ]);
});

it('tells of one that got worse, and not of one that grew within its severity or got better', () => {
  expect(
    kinds(
      ['AlertRaised', raised({ severity: 'medium' })],
      ['AlertRevised', revised({ severity: 'medium', count: 9 })],
      ['AlertRevised', revised({ severity: 'critical' })],
      ['AlertRevised', revised({ severity: 'high' })],
    ),
  ).toEqual(['alert-raised', undefined, 'alert-severity-raised', undefined]);
});

it('tells that it no longer stands, and that it stands again', () => {
  expect(
    kinds(
      ['AlertRaised', raised()],
      ['AlertSuperseded', {}],
      ['AlertSuperseded', {}],
      ['AlertRevised', revised()],
      ['AlertRevised', revised()],
    ),
  ).toEqual(['alert-raised', 'alert-superseded', undefined, 'alert-reopened', undefined]);
});

it('tells nobody that what was overdue has been done', () => {
  const cleared = { at: recordedtime };
  expect(kinds(['AlertRaised', raised()], ['AlertCleared', cleared])).toEqual(['alert-raised', undefined]);
});

it('tells of a channel that was switched off by itself, and of nothing else about channels', () => {
  const change: PayloadOf<'NotificationChannelChanged'> = {
    channelId: uuidFromName('channel'),
    change: 'disabled',
    name: 'security team',
    kind: 'webhook',
    enabled: false,
    destination: 'https://hooks.example',
    minimumSeverity: 'low',
    language: 'en',
    actor: 'platform',
    reason: 'failing',
  };
  const stream = 'notification-channel-x';
  expect(notificationOf(event('NotificationChannelChanged', change, 0, stream), {})).toEqual({
    kind: 'channel-disabled',
    severity: 'critical',
    aboutChannel: change.channelId,
  });
  const byHand = event('NotificationChannelChanged', { ...change, change: 'changed' }, 0, stream);
  expect(notificationOf(byHand, {})).toBeUndefined();
});

it('folds an alert to what a message says of it', () => {
  const told = evolveTold(
    evolveTold(undefined, event('AlertRaised', raised())),
    event('AlertRevised', revised({ count: 12, lateByMs: 9 }), 1),
  );
  expect(told).toMatchObject({
    status: 'open',
    severity: 'high',
    facts: { id: 'a', revision: 1, rule: 'R1', operatorId: 'op-7', count: 12, lateByMs: 9 },
  });
  expect(evolveTold(undefined, event('AlertRevised', revised()))).toBeUndefined();
});
