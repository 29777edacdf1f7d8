import {
  decideRegistration,
  evolveRegistration,
  identityChanges,
  inspected,
  isCreditCode,
  normalSerial,
  type Registration,
  type RegistryCommand,
  type RegistryEvent,
} from './terminal-registry.js';

const day = 86_400_000;
const start = Date.UTC(2026, 2, 2);
const at = (days: number) => new Date(start + days * day).toISOString();

const binding = {
  acquirerCode: '10450001',
  merchantCode: '104110058120001',
  merchantCreditCode: '91350100M000100Y43',
  settlementAccount: '****0017',
  settlementAccountHash: 'ab'.repeat(32),
  deploymentAddress: '1 Hubin Road',
};
const facts = { model: 'P2000L', serial: 'N7-1', binding, storeId: 's-1', custodian: 'li', inspectEveryDays: 90 };
const register = (over: object = {}): RegistryCommand => ({
  name: 'TerminalRegistered',
  data: { actor: 'admin', ...facts, ...over },
});
const said = { actor: 'wang', reason: 'because' };
const retire: RegistryCommand = { name: 'TerminalRetired', data: said };

/** Given what was wanted before, one a day. */
function given(...commands: RegistryCommand[]): Registration | undefined {
  let known: Registration | undefined;
  commands.forEach((command, days) => {
    known = evolveRegistration(known, 't-1', structuredClone({ ...command, at: at(days) }) as RegistryEvent);
  });
  return known;
}

const codeOf = (known: Registration | undefined, wanted: RegistryCommand) => {
  const decided = decideRegistration(known, wanted);
  return decided.ok ? 'ok' : (decided.error.path ?? decided.error.code);
};

it('registers a terminal, with its first inspection due an interval later', () => {
  expect(codeOf(undefined, register())).toBe('ok');
  expect(given(register())).toEqual({
    id: 't-1',
    ...facts,
    registered: { by: 'admin', at: at(0) },
    inspectionDue: at(90),
  });
});

const others: RegistryCommand[] = [
  { name: 'TerminalBindingChanged', data: { ...said, binding } },
  { name: 'TerminalCustodianChanged', data: { ...said, custodian: 'zhao' } },
  { name: 'TerminalMoved', data: { ...said, storeId: 's-2', deploymentAddress: '8 Zhongshan Road' } },
  { name: 'InspectionScheduled', data: { actor: 'wang', everyDays: 30, riskAnalysis: 'TRA-1' } },
  retire,
];

it.each(others)('$name needs a terminal that is registered and not retired', (wanted) => {
  expect(codeOf(undefined, wanted)).toBe('not-found');
  expect(codeOf(given(register()), wanted)).toBe('ok');
  expect(codeOf(given(register(), retire), wanted)).toBe('wrong-state');
});

it('is registered once, and again after it was retired', () => {
  expect(codeOf(given(register()), register())).toBe('terminal-registered');
  expect(codeOf(given(register(), retire), register())).toBe('ok');
  expect(given(register(), retire, register({ serial: 'N7-2' }))).not.toHaveProperty('retired');
});

it('keeps what each change says', () => {
  const moved = { ...said, storeId: 's-2', deploymentAddress: '8 Zhongshan Road' };
  const location = { latitude: 24.5, longitude: 118.1 };
  const known = given(
    register({ location }),
    { name: 'TerminalCustodianChanged', data: { ...said, custodian: 'zhao' } },
    { name: 'TerminalBindingChanged', data: { ...said, binding: { ...binding, merchantCode: 'M2' } } },
    { name: 'TerminalMoved', data: moved },
  );
  expect(known).toMatchObject({ custodian: 'zhao', storeId: 's-2' });
  expect(known!.binding).toEqual({ ...binding, merchantCode: 'M2', deploymentAddress: '8 Zhongshan Road' });
  expect(known).not.toHaveProperty('location'); // nobody knows where it stands now
  expect(known).not.toHaveProperty('reason');
  expect(given(register(), retire)).toMatchObject({ retired: { by: 'wang', at: at(1), reason: 'because' } });
  expect(evolveRegistration(undefined, 't-1', { ...retire, at: at(0) } as RegistryEvent)).toBeUndefined();
});

it('is due again an interval after the last inspection, whatever is told of late', () => {
  const known = given(register(), others[3]!)!;
  expect(known).toMatchObject({ inspectEveryDays: 30, riskAnalysis: 'TRA-1', inspectionDue: at(30) });
  inspected(known, { id: 'b', at: at(20), result: 'ok' });
  inspected(known, { id: 'a', at: at(10), result: 'tamper' });
  expect(known).toMatchObject({ lastInspection: { id: 'b', result: 'ok' }, inspectionDue: at(50) });
  expect(inspected(undefined, { id: 'a', at: at(1), result: 'ok' })).toBeUndefined();
});

it('notices what a terminal is known by that is no longer the same', () => {
  const known = given(register(), retire)!;
  const bound = (over: object): RegistryCommand => ({
    name: 'TerminalBindingChanged',
    data: { ...said, binding: { ...binding, ...over } },
  });
  expect(identityChanges(undefined, register())).toEqual([]);
  expect(identityChanges(known, register({ serial: 'n7 1' }))).toEqual([]);
  expect(identityChanges(known, register({ serial: 'N7-2' }))).toEqual(['serial']);
  expect(identityChanges(known, bound({}))).toEqual([]);
  const other = { settlementAccountHash: 'cd'.repeat(32), merchantCode: 'M2' };
  expect(identityChanges(known, bound(other))).toEqual(['merchantCode', 'settlementAccount']);
  expect(identityChanges(known, others[2]!)).toEqual([]); // a planned move is no change of identity
});

it('knows a credit code by its check character, and a resident id for none', () => {
  expect(isCreditCode('91350100M000100Y43')).toBe(true);
  for (const wrong of ['91350100M000100Y44', '19350100M000100Y43', '11010519491231002X', '9135', '']) {
    expect([wrong, isCreditCode(wrong)]).toEqual([wrong, false]);
  }
  const mistyped = { ...binding, merchantCreditCode: '91350100M000100Y44' };
  expect(codeOf(undefined, register({ binding: mistyped }))).toBe('/binding/merchantCreditCode');
  const changed: RegistryCommand = { name: 'TerminalBindingChanged', data: { ...said, binding: mistyped } };
  expect(codeOf(given(register()), changed)).toBe('/binding/merchantCreditCode');
});

it('takes serial numbers for the same that people do', () => {
  expect(['N7-nl 007', 'n7nl007', 'Ｎ7NL007'].map(normalSerial)).toEqual(Array(3).fill('N7NL007'));
});
