import type { RecoveryCaseView, RecoveryDossierView } from '@tillwatch/api';
import { canonicalJson, sha256Hex } from '@tillwatch/kernel';
import { alertOf, startReporting, type ReportingFixture } from '../reporting.contract.js';
import { caseId, lifeOfCase, onePersonAt } from './case.fixture.js';

let reporting: ReportingFixture;
const alertId = '00000000-0000-8000-8000-000000000001';
beforeAll(async () => {
  reporting = await startReporting();
  const at = Date.now() - 60_000;
  await reporting.project([alertOf(1, { at, operator: 'o-9' }), alertOf(2, { at, operator: 'o-1' }), ...lifeOfCase(3, at, alertId)]); // prettier-ignore
  await reporting.project([onePersonAt(90, at, 'sun'), onePersonAt(91, at, 'li.na')]);
});
afterAll(() => reporting.close());

it('has the whole case in one answer: who did what, what terminals told, and every alert', async () => {
  const { status, body, headers } = await reporting.ask(`/v1/recovery-cases/${caseId}/dossier`);
  const dossier = body as unknown as RecoveryDossierView;
  expect([status, headers['content-disposition']]).toEqual([200, undefined]);
  expect(dossier.case).toMatchObject({ status: 'executed', next: { step: 'close' }, ticket: 'V-7' });
  expect(dossier.timeline.map(({ revision }) => revision)).toEqual(dossier.timeline.map((_, index) => index));
  expect(dossier.people.map(({ name }) => name)).toEqual(['li.na', 'zhao', 'mei']);
  expect(dossier.people[1]!.did).toEqual(['IdentityVerificationFailed', 'IdentityVerified', 'RecoveryApproved', 'RecoveryOrdered']); // prettier-ignore
  expect(dossier.terminalFacts.map(({ name }) => name)).toEqual(['PasswordReset']);
  expect(dossier.commands.map(({ command }) => command)).toEqual(['end-sessions']);
  // The one it came from is another operator's.
  expect(dossier.alerts.map(({ operatorId }) => operatorId)).toEqual(['o-9', 'o-1']);
  expect(dossier.operator).toMatchObject({ id: 'o-1' });
});

it('can be kept as a file whose digest is of all the rest', async () => {
  const { headers, text } = await reporting.ask(`/v1/recovery-cases/${caseId}/dossier?format=json`);
  expect(headers['content-disposition']).toBe(`attachment; filename="recovery-${caseId}.json"`);
  const { digest, ...rest } = JSON.parse(text) as RecoveryDossierView;
  expect(digest).toBe(sha256Hex(canonicalJson(rest)));
});

it.each([
  ['', 1],
  ['?step=close', 1],
  ['?step=approve', 0],
  ['?status=executed&channel=vendor&operator=o-1&terminal=t-1&store=s-1&assignee=zhao', 1],
  ['?assignee=li.na', 0],
])('lists cases%s', async (query, count) => {
  const { body } = await reporting.ask(`/v1/recovery-cases${query}`);
  expect(body.items).toHaveLength(count);
  if (count > 0) expect((body.items as unknown as RecoveryCaseView[])[0]!.id).toBe(caseId);
});

it('lists stores that one person runs, as last registered', async () => {
  const { body } = await reporting.ask('/v1/one-person-stores');
  expect(body.items).toEqual([
    expect.objectContaining({
      storeId: 's-kiosk',
      person: 'li.na',
      registered: expect.objectContaining({ by: 'zhao' }),
    }),
  ]);
});

it.each(['?status=lost', '?step=sleep', '?channel=pigeon', '/x/dossier?format=xml'])('refuses %s', async (query) => {
  expect((await reporting.ask(`/v1/recovery-cases${query}`)).status).toBe(400);
});

it('knows no case that was not requested', async () => {
  for (const path of ['', '/dossier']) expect((await reporting.ask(`/v1/recovery-cases/none${path}`)).status).toBe(404);
});
