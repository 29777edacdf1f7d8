import { shippedPolicies } from '@tillwatch/domain';
import { catalogue, type PayloadOf } from '@tillwatch/events';
import { listConformance, type ConformanceQuery } from './conformance.js';
import { noon, openLiveLog, type LiveLog, type Told } from './live-log.contract.js';
import { readModels } from './read-models.js';
import { rebuild } from './rebuild.js';

let log: LiveLog;
beforeEach(async () => {
  log = await openLiveLog();
});
afterEach(() => log.drop());

const good = {
  ...{ tlsVersion: '1.3', certificateExpires: '2027-01-31', lockAfter: 6, lockMinutes: 30, minLength: 12 },
  ...{ idleMinutes: 15, blocklistVersion: '2026.1', policyProfile: 'pci-dss' },
};
const beat = (terminal: string, sequence: number, more: object | undefined = {}, store = 's-1'): Told => ({
  ...{ name: 'Heartbeat', terminal, sequence, at: sequence * 10, store },
  data: { queued: 0, ...(more && { posture: { ...good, ...more } }) },
});
const read = async (query: Partial<ConformanceQuery> = {}) =>
  listConformance(log.database, { nowMs: noon + 1e9, limit: 100, ...query });
const states = async (query: Partial<ConformanceQuery> = {}) =>
  (await read(query)).items.map(({ terminalId, state }) => `${terminalId} ${state}`);

it('compares what each terminal reports with what its store is held to now', async () => {
  await log.append([
    ...[beat('t-1', 1), beat('t-2', 1, { lockAfter: 0 }), beat('t-4', 1, {}, 's-2')],
    { name: 'TerminalStarted', terminal: 't-3', sequence: 1, at: 10, data: {} },
  ]);
  await log.projector.catchUp();
  expect(await states()).toEqual(['t-1 conforms', 't-2 fails', 't-3 unknown', 't-4 conforms']);
  expect(await states({ state: 'fails' })).toEqual(['t-2 fails']);
  expect(await states({ terminal: 't-3' })).toEqual(['t-3 unknown']);
  const actor = 'ann';
  const { settings } = shippedPolicies.find(({ id }) => id === 'pci-dss')!;
  const stricter = { profile: 'pci-dss', version: 2, settings: { ...settings, minLength: 14 }, reason: 'r', actor };
  await log.say('policy-pci-dss', 'PolicyProfilePublished', stricter, 100);
  await log.say('policy-choice', 'PolicyProfileChosen', { profile: 'mlps-3', store: 's-2', reason: 'r', actor }, 100);
  await log.projector.catchUp();
  expect(await states({ state: 'conforms' })).toEqual([]);
  expect(await states({ store: 's-2' })).toEqual(['t-4 fails']);
  const [first] = (await read({ terminal: 't-1' })).items;
  expect(first).toMatchObject({ profile: 'pci-dss', version: 2, faults: [{ setting: 'minLength', reported: 12, required: 14 }] }); // prettier-ignore
});

it('tells when settings changed last and how, and takes nothing that came late for a change', async () => {
  await log.append([beat('t-1', 1), beat('t-1', 2, undefined), beat('t-1', 4, { lockAfter: 99 }), beat('t-1', 5, { lockAfter: 99 })]); // prettier-ignore
  await log.append([{ ...beat('t-1', 3, { lockAfter: 7 }), recorded: 100 }]);
  await log.projector.catchUp();
  expect((await read()).items[0]!.drift).toEqual({
    at: new Date(noon + 40_000).toISOString(),
    changed: { lockAfter: [6, 99] },
  });
  const model = readModels.find(({ name }) => name === 'terminal-state')!;
  expect((await rebuild(log.database, model)).equal).toBe(true);
});

it('fails a terminal that says it is more than 2 km from where it is registered, and none that does not say', async () => {
  const place = (latitude: number) => ({
    data: { queued: 0, posture: good, location: { latitude, longitude: 118.09 } },
  });
  const away = { ...beat('t-1', 1), ...place(24.5) };
  await log.append([away, { ...beat('t-2', 1), ...place(24.497) }, beat('t-3', 1), { ...beat('t-4', 1), ...place(0) }]);
  const sample = catalogue.find(({ name }) => name === 'TerminalRegistered')!.sample as PayloadOf<'TerminalRegistered'>;
  const registered = { ...sample, location: { latitude: 24.48, longitude: 118.09 } };
  for (const id of ['t-1', 't-2', 't-3']) await log.say(`registry-${id}`, 'TerminalRegistered', registered, 100);
  const { location, ...nowhere } = registered;
  await log.say('registry-t-4', 'TerminalRegistered', nowhere, 100);
  await log.projector.catchUp();
  expect(location).toBeDefined();
  expect(await states()).toEqual(['t-1 fails', 't-2 conforms', 't-3 conforms', 't-4 conforms']);
  const [first] = (await read({ terminal: 't-1' })).items;
  expect(first!.faults).toEqual([{ setting: 'location', reported: 2_223, required: 2_000 }]);
});

it('goes through all terminals page by page, whatever is looked for', async () => {
  await log.append(Array.from({ length: 7 }, (_, index) => beat(`t-${index}`, 1, index % 2 ? { minLength: 6 } : {})));
  await log.projector.catchUp();
  const seen: string[] = [];
  for (let after: ConformanceQuery['after']; ;) {
    const page = await read({ state: 'conforms', limit: 2, ...(after && { after }) });
    seen.push(...page.items.map(({ terminalId }) => terminalId));
    after = page.after;
    if (!after) break;
  }
  expect(seen).toEqual(['t-0', 't-2', 't-4', 't-6']);
});
