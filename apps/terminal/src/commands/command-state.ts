import type { TerminalEvent } from '../journal/terminal-event.js';
import { readChecked, writeChecked } from '../outbox/checked-file.js';
import type { TerminalCommand } from './terminal-command.js';

const fileName = 'commands';
/** Operators whose password must be changed; more than a shop has. */
const demandsKept = 10_000;

export interface CommandState {
  /** Number of the last command that was dealt with. */
  last: number;
  frozen: boolean;
  /** Operators who must change their password before they work. */
  demands: string[];
  /** Taken, its acknowledgement perhaps not recorded yet. */
  pending?: TerminalCommand;
}

/**
 * What the commands so far amount to. The file is written before a command is acknowledged; where it is gone or spoilt,
 * the acknowledgements in the journal say it.
 */
export async function readState(folder: string, acknowledgements: readonly TerminalEvent[]): Promise<CommandState> {
  const kept = await readChecked<CommandState>(folder, fileName);
  if (kept) return kept;
  const state: CommandState = { last: 0, frozen: false, demands: [] };
  for (const { data } of acknowledgements) {
    state.last = Math.max(state.last, Number(data['number']));
    if (data['outcome'] !== 'done') continue;
    if (data['command'] === 'freeze') state.frozen = true;
    if (data['command'] === 'unfreeze') state.frozen = false;
  }
  return state;
}

export async function writeState(folder: string, state: CommandState, sync: boolean): Promise<void> {
  await writeChecked(folder, fileName, { ...state, demands: state.demands.slice(-demandsKept) }, sync);
}
