import type { PayloadOf, ResetChannel, VerificationFault } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';
import type { RecoveryAction, RecoveryCase } from './recovery-case.js';

type Device = NonNullable<PayloadOf<'IdentityVerified'>['device']>;

/** What is registered of the terminal and of the operator when somebody verifies or approves. */
export interface ChannelFacts {
  device?: Device;
  /** When the operator's contact was registered last, RFC 3339. */
  contactSince?: string;
}

/** What somebody found when they looked into who asks. */
export interface WantedVerification extends Omit<PayloadOf<'IdentityVerified'>, 'actor' | 'channel'> {
  confirmed: boolean;
}

/** Who has taken a telephone over would change it first: a contact counts when it has stood for a week. */
export const contactStandsMs = 7 * 86_400_000;

/** What each channel asks for besides its checklist, and takes from no other. */
const channelNeeds: Record<ResetChannel, readonly ('reference' | 'device' | 'transactions')[]> = {
  administrator: [],
  vendor: ['device'],
  bank: ['reference', 'transactions'],
  'self-service': [],
};

/** The event that a verification leaves: also one that does not hold is on record. */
export function verificationOf(
  { confirmed, ...found }: WantedVerification,
  { channel }: RecoveryCase,
  { by: actor, facts, nowMs }: { by: string; facts: ChannelFacts; nowMs: number },
): Result<RecoveryAction, Problem> {
  const needs = channelNeeds[channel];
  const isGiven = (field: 'reference' | 'device' | 'transactions') => found[field] !== undefined;
  for (const field of ['device', 'transactions'] as const) {
    if (isGiven(field) && !needs.includes(field)) return refuse(`/${field}`, 'This channel does not take it.');
  }
  const data = { ...found, channel, actor };
  if (!confirmed) return ok({ name: 'IdentityVerificationFailed', data: { ...data, fault: 'person' } });
  const lacking = needs.find((field) => !isGiven(field)) ?? (found.transactions?.length === 0 && 'transactions');
  if (lacking) return refuse(`/${lacking}`, 'This channel needs it.');
  const fault = channelFault(channel, found.device, facts, nowMs);
  return ok(
    fault ? { name: 'IdentityVerificationFailed', data: { ...data, fault } } : { name: 'IdentityVerified', data },
  );
}

/** What is registered and speaks against the channel, now. */
export function channelFault(
  channel: ResetChannel,
  shown: Device | undefined,
  { device, contactSince }: ChannelFacts,
  nowMs: number,
): VerificationFault | undefined {
  if (channel === 'vendor') {
    if (!device) return 'device-unknown';
    return shown && isSame(shown.model, device.model) && isSame(shown.serial, device.serial)
      ? undefined
      : 'device-mismatch';
  }
  if (channel !== 'self-service') return undefined;
  if (contactSince === undefined) return 'contact-unknown';
  return nowMs - Date.parse(contactSince) < contactStandsMs ? 'contact-changed' : undefined;
}

/** As people read it off a label. */
function isSame(one: string, other: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  return plain(one) === plain(other);
}

function refuse(path: string, detail: string): Result<RecoveryAction, Problem> {
  return fail(problem('parameter-invalid', path, detail));
}
