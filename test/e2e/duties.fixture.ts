import { randomUUID } from 'node:crypto';
import type { SeveralPeople } from './several-people.js';

/** What the system answers a person's command; throws with what it said otherwise. */
export type Give = (who: string, path: string, body: object, type?: string) => Promise<Record<string, unknown>>;

export function giver(system: SeveralPeople): Give {
  return async (who, path, body, type = 'application/json') => {
    const headers = { authorization: `Bearer ${system.tokens[who]}`, 'content-type': type };
    const answer = await fetch(new URL(`/v1/${path}`, system.url), {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
}

let sequence = 0;

/** A terminal tells of an operator, as `tills` of store `s-1` do. */
export async function told(give: Give, terminal: string, name: string, operator: string, data: object): Promise<void> {
  const of = {
    specversion: '1.0',
    id: randomUUID(),
    source: `/terminals/${terminal}`,
    subject: operator,
    storeid: 's-1',
  };
  const place = { epoch: 1, sequence: String(++sequence), time: new Date().toISOString() };
  await give(
    'ingest',
    'events',
    { ...of, ...place, type: `tillwatch.${name}.v1`, data },
    'application/cloudevents+json',
  );
}

/** Something of everything a page shows, so that every button there is has its reason; gives where it is. */
export async function somethingOfEverything(give: Give, url: string): Promise<string[]> {
  await told(give, 'till-1', 'LoginSucceeded', 'op-1', { sessionId: 's', factors: ['password'] });
  for (let failure = 0; failure < 12; failure++) {
    await told(give, 'till-1', 'LoginFailed', 'op-1', { reason: 'invalid-password' });
  }
  const binding = {
    ...{ acquirerCode: '10450001', merchantCode: '104110058120001', merchantCreditCode: '91350100M000100Y43' },
    ...{ settlementAccount: '6222 0212 3456 0017', deploymentAddress: '1 Hubin Road' },
  };
  const device = { id: 'till-1', model: 'P-400', serial: 'SN-9', storeId: 's-1', custodian: 'li.na' };
  await give('admin', 'terminals', { ...device, binding });
  await give('admin', 'operators', { id: 'op-1', role: 'cashier', scopeClass: 'supervisor', stores: ['s-1'] });
  await give('admin', 'operators/op-1/contact', { kind: 'phone', destination: '13800000042' });
  await give('admin', 'terminals/till-1/enrolment-codes', {});
  await give('admin', 'four-eyes', { required: true, reason: 'two of us' });
  await give('admin', 'terminals/till-1/freeze', { reason: 'lost' });
  const long = { startedAt: '2026-01-02T00:00:00Z', description: 'the log was full' };
  await give('admin', 'control-failures', { control: 'audit-logging', ...long });
  const day = await give('admin', 'daily-reviews', { date: '2026-01-02', zone: '+08:00' });
  const review = await give('admin', 'access-reviews', {});
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await give('admin', 'silences', { matchers: { rule: 'R9' }, reason: 'works', author: 'li.na', until });
  await give('admin', 'stores/s-1/one-person', { person: 'wang', reason: 'a kiosk', until });
  const channel = { name: 'team', enabled: false, kind: 'syslog', minimumSeverity: 'low', language: 'en' };
  await give('admin', 'notification-channels', {
    ...channel,
    target: { host: 'siem.example', port: 514, transport: 'tcp', format: 'cef' },
  });
  const asked = { channel: 'vendor', operatorId: 'op-1', terminalId: 'till-1', storeId: 's-1', reason: 'forgot' };
  const recovery = await give('admin', 'recovery-cases', {
    ...asked,
    attestation: { version: '2026-1', agreed: true },
  });
  const alerts = await fetch(new URL('/v1/alerts', url), { headers: { authorization: 'Bearer admin-token' } });
  const { items } = (await alerts.json()) as { items: { id: string }[] };
  return [
    `/alerts/${items[0]!.id}`,
    ...['/operators/op-1', '/terminals/till-1', `/recoveries/${String(recovery['id'])}`, '/rules/R1'],
    ...[`/reviews/daily/${String(day['id'] ?? '2026-01-02')}`, `/reviews/access/${String(review['id'])}`],
    ...['/reviews?show=access', '/reviews?show=failures', '/reviews?show=requests', '/registry?show=due'],
    ...['/recoveries?show=alone', '/recoveries?new=1', '/imports', '/conformance', '/account'],
  ];
}
