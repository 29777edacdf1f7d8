import { CREDIT_CODE, type GeoPoint, type IdentityItem, type PayloadOf, type TerminalBinding } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import type { DoneBy, ToldEvent, Wanted } from './told.js';

/** What the stream `registry-<terminal>` says, with the last inspection of the terminal. */
export interface Registration {
  /** Terminal id. */
  id: string;
  model: string;
  serial: string;
  binding: TerminalBinding;
  storeId: string;
  custodian: string;
  location?: GeoPoint;
  /** By the last registration; a terminal that was retired can be registered again. */
  registered: DoneBy;
  retired?: DoneBy & { reason: string };
  inspectEveryDays: number;
  /** Where the interval comes from; absent: the default. */
  riskAnalysis?: string;
  lastInspection?: { id: string; at: string; result: PayloadOf<'TerminalInspected'>['result'] };
  /** RFC 3339. */
  inspectionDue: string;
}

type Told =
  | 'TerminalRegistered'
  | 'TerminalBindingChanged'
  | 'TerminalCustodianChanged'
  | 'TerminalMoved'
  | 'TerminalRetired'
  | 'InspectionScheduled';

export type RegistryEvent = ToldEvent<Told>;
export type RegistryCommand = Wanted<Told>;
export type Inspection = PayloadOf<'TerminalInspected'>;

export const defaultInspectionDays = 90;
const dayMs = 86_400_000;

/** What may happen to a registration. A retired terminal is only registered again. */
export function decideRegistration(
  known: Registration | undefined,
  wanted: RegistryCommand,
): Result<RegistryCommand, Problem> {
  if (wanted.name === 'TerminalRegistered') {
    if (known && !known.retired) return fail(problem('terminal-registered'));
    return checkBinding(wanted, wanted.data.binding);
  }
  if (!known) return fail(problem('not-found'));
  if (known.retired) return fail(problem('wrong-state', undefined, 'The terminal is retired.'));
  return wanted.name === 'TerminalBindingChanged' ? checkBinding(wanted, wanted.data.binding) : ok(wanted);
}

export function evolveRegistration(
  known: Registration | undefined,
  id: string,
  event: RegistryEvent,
): Registration | undefined {
  if (event.name === 'TerminalRegistered') {
    const { actor: by, ...facts } = event.data;
    return withDue({ id, ...facts, registered: { by, at: event.at }, inspectionDue: '' });
  }
  if (!known) return undefined;
  if (event.name === 'InspectionScheduled') {
    const { everyDays: inspectEveryDays, riskAnalysis } = event.data;
    return withDue(Object.assign(known, { inspectEveryDays, riskAnalysis }));
  }
  const { actor: by, reason, ...facts } = event.data;
  if (event.name === 'TerminalRetired') return Object.assign(known, { retired: { by, at: event.at, reason } });
  if (event.name !== 'TerminalMoved') return Object.assign(known, facts);
  const { storeId, deploymentAddress, location } = event.data;
  if (location) known.location = { ...location };
  else delete known.location;
  return Object.assign(known, { storeId, binding: { ...known.binding, deploymentAddress } });
}

/** Takes an inspection in; one that was told of late does not undo a newer one. */
export function inspected(
  known: Registration | undefined,
  { id, at, result }: { id: string; at: string; result: Inspection['result'] },
): Registration | undefined {
  if (!known || (known.lastInspection && known.lastInspection.at > at)) return known;
  return withDue(Object.assign(known, { lastInspection: { id, at, result } }));
}

/** What a terminal is known by that an event makes different; registered for the first time, nothing. */
export function identityChanges(known: Registration | undefined, { name, data }: RegistryCommand): IdentityItem[] {
  if (!known || (name !== 'TerminalRegistered' && name !== 'TerminalBindingChanged')) return [];
  const [before, after] = [known.binding, data.binding];
  const changed: IdentityItem[] = [];
  if (name === 'TerminalRegistered' && normalSerial(data.serial) !== normalSerial(known.serial)) changed.push('serial');
  for (const item of ['acquirerCode', 'merchantCode', 'merchantCreditCode', 'deploymentAddress'] as const) {
    if (before[item] !== after[item]) changed.push(item);
  }
  if (before.settlementAccountHash !== after.settlementAccountHash) changed.push('settlementAccount');
  return changed;
}

/** Serial numbers that people take for the same: in any case, with and without blanks and hyphens. */
export function normalSerial(serial: string): string {
  return serial.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '');
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Whether the last character is the one that GB 32100-2015 makes of the others: also keeps resident ids out. */
export function isCreditCode(code: string): boolean {
  if (!CREDIT_CODE.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < 17; i++) {
    sum += creditAlphabet.indexOf(code[i]!) * weight;
    weight = (weight * 3) % 31;
  }
  return creditAlphabet[(31 - (sum % 31)) % 31] === code[17];
}

function checkBinding(wanted: RegistryCommand, { merchantCreditCode }: TerminalBinding) {
  if (isCreditCode(merchantCreditCode)) return ok(wanted);
  return fail(problem('parameter-invalid', '/binding/merchantCreditCode', 'Its check character is not right.'));
}

function withDue(known: Registration): Registration {
  const from = Date.parse(known.lastInspection?.at ?? known.registered.at);
  known.inspectionDue = new Date(from + known.inspectEveryDays * dayMs).toISOString();
  return known;
}
