/** What the platform asks of a terminal. */
export interface TerminalCommand {
  /** Its place among this terminal's commands, from 1. */
  number: number;
  commandId: string;
  command: string;
  operatorId?: string;
  reason: string;
}

export interface CommandSource {
  /**
   * Hands over commands in order, those after number `after` at least, until `signal` aborts. When `take` rejects, the
   * same commands come again.
   */
  follow(
    after: () => number,
    take: (commands: readonly TerminalCommand[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
}

const longestText = 2_000;

/** What came over the network, as far as it is a command; anything else is `undefined`. */
export function commandFrom(value: unknown): TerminalCommand | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { number, commandId, command, operatorId, reason } = value as Record<string, unknown>;
  if (!Number.isSafeInteger(number) || (number as number) < 1 || !isText(commandId) || !isText(command))
    return undefined;
  if (operatorId !== undefined && !isText(operatorId)) return undefined;
  return {
    number: number as number,
    commandId,
    command,
    ...(operatorId !== undefined && { operatorId }),
    reason: isText(reason) ? reason : '',
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longestText;
}
