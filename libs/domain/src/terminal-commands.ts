import type { PayloadOf } from '@tillwatch/events';
import { fail, ok, problem, type Problem, type Result } from '@tillwatch/kernel';

/** A command as a terminal gets it, by long poll or from a topic. */
export interface IssuedCommand {
  /** From 1, in the order of the stream `commands-<terminal>`. */
  number: number;
  commandId: string;
  command: PayloadOf<'TerminalCommandIssued'>['command'];
  operatorId?: string;
  reason: string;
  /** RFC 3339. */
  issuedAt: string;
}

/** Freezing is about the whole terminal; a password change is always somebody's; sessions end for one or for all. */
const takesOperator = {
  freeze: 'never',
  unfreeze: 'never',
  'end-sessions': 'maybe',
  'demand-password-change': 'always',
} as const;

/** Checks what somebody wants a terminal to do. */
export function issueCommand(
  wanted: PayloadOf<'TerminalCommandIssued'>,
): Result<PayloadOf<'TerminalCommandIssued'>, Problem> {
  const takes = takesOperator[wanted.command];
  const isMissing = wanted.operatorId === undefined;
  if (takes === 'always' && isMissing) return fail(problem('parameter-invalid', '/operatorId', 'It is required.'));
  if (takes === 'never' && !isMissing) return fail(problem('parameter-invalid', '/operatorId', 'It is not taken.'));
  return ok(wanted);
}

/** `revision`: of the event in the stream `commands-<terminal>`. */
export function issuedCommand(
  revision: number,
  { commandId, command, operatorId, reason }: PayloadOf<'TerminalCommandIssued'>,
  issuedAt: string,
): IssuedCommand {
  const about = operatorId === undefined ? {} : { operatorId };
  return { number: revision + 1, commandId, command, ...about, reason, issuedAt };
}
