import type { ResetChannel } from '@tillwatch/events';
import { checklists, evolveRecovery, type RecoveryCase, type RecoveryObservation } from './recovery-case.js';
import { decideRecovery, type RecoveryCommand, type RecoveryFacts } from './recovery-decide.js';
import { observeRecovery, type TerminalFact } from './recovery-observe.js';

export const id = '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10';
export const noon = Date.UTC(2026, 2, 2, 12);
/** `minute` after noon. */
export const at = (minute: number) => new Date(noon + minute * 60_000).toISOString();

export const device = { model: 'P-400', serial: 'SN 20211' };
/** As if everything were registered, and nobody had approved for anybody. */
export const facts: RecoveryFacts = { device, contactSince: at(-30 * 1_440), approversOf: [] };
export const nothing: RecoveryFacts = { approversOf: [] };

export const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Somebody's command, a minute later than the step before it. */
export type Step =
  | [by: string, command: RecoveryCommand, facts?: RecoveryFacts]
  | TerminalFact
  | RecoveryObservation
  | { minute: number };

export function requested(channel: ResetChannel = 'vendor', by = 'li.na'): RecoveryCase {
  const asked = { operatorId: 'o-7', account: 'wang', terminalId: 'till-7', storeId: 's-1', reason: 'forgot' };
  const data = { actor: by, channel, ...asked, attestation: '2026-1' };
  return evolveRecovery(undefined, id, { name: 'RecoveryCaseRequested', data, recordedAt: at(0) })!;
}

/** The case after these steps; throws the code of the first that is refused. */
export function after(recovery: RecoveryCase, ...steps: Step[]): RecoveryCase {
  let minute = 0;
  for (const step of steps) {
    minute += 1;
    if ('minute' in step) minute = step.minute;
    else if (Array.isArray(step)) {
      const [by, command, known = facts] = step;
      const decided = decideRecovery(command, recovery, { by, facts: known, nowMs: noon + minute * 60_000 });
      if (!decided.ok) throw new Error([decided.error.code, decided.error.path].filter(Boolean).join(' '));
      evolveRecovery(recovery, id, { ...decided.value, recordedAt: at(minute) });
    } else {
      const seen = 'terminalId' in step ? observeRecovery(recovery, step) : step;
      if (seen) evolveRecovery(recovery, id, { ...seen, recordedAt: at(minute) });
    }
  }
  return recovery;
}

export const cause: RecoveryCommand = { kind: 'record-cause', cause: 'long-unused', onsetAt: at(-600) };
export const approve: RecoveryCommand = { kind: 'approve' };
export const execute: RecoveryCommand = { kind: 'execute', endSessionsId: uuid(1), demandChangeId: uuid(2) };

export function verify(channel: ResetChannel, confirmed = true): RecoveryCommand {
  const shown = channel === 'vendor' ? { device } : {};
  const known = channel === 'bank' ? { reference: 'branch-12', transactions: ['T-1'] } : {};
  return { kind: 'verify', confirmed, ...shown, ...known };
}

let items = 100;
/** Everything the channel's list asks for, handed in by `by`. */
export function papers(channel: ResetChannel, by = 'li.na'): Step[] {
  return checklists[channel].map((kind): Step => {
    const item = {
      kind,
      evidenceId: uuid(items++),
      digest: 'a'.repeat(64),
      custodian: 'li.na',
      retainUntil: at(99_999),
    };
    return [by, { kind: 'add-evidence', item }];
  });
}

export const ready = (channel: ResetChannel): Step[] => [
  ['li.na', cause],
  ...papers(channel),
  ['zhao', verify(channel)],
];

/** A reset the terminal tells of. */
export function reset(
  minute: number,
  over: Partial<(TerminalFact & { name: 'PasswordReset' })['data']> = {},
  terminalId = 'till-7',
): TerminalFact {
  const data = { channel: 'vendor' as const, actor: 'hotline', temporary: true, ...over };
  return { name: 'PasswordReset', data, terminalId, eventId: uuid(minute), at: at(minute) };
}
