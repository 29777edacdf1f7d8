import { uuidFromName } from '@tillwatch/kernel';
import type { Environment } from '../agent/environment.js';
import { pause } from '../agent/pause.js';
import { isNoRoom } from '../outbox/durable-files.js';
import type { Outbox } from '../outbox/outbox.js';
import type { Recorder } from '../recording/recorder.js';
import { readState, writeState, type CommandState } from './command-state.js';
import type { CommandSource, TerminalCommand } from './terminal-command.js';

/** What the embedder does when the platform asks for it; a rejection is told to the platform as a refusal. */
export interface CommandHandlers {
  /** Ends the sessions of an operator, or all, and records each as logged out. Without it the command is refused. */
  onEndSessions?: (asked: { operatorId?: string; reason: string }) => Promise<void> | void;
  /** Lets the operator choose a new password; `mayLogin` says `mustChangePassword` until one was recorded. */
  onDemandPasswordChange?: (asked: { operatorId: string; reason: string }) => Promise<void> | void;
  onFreeze?: (asked: { frozen: boolean; reason: string }) => Promise<void> | void;
}

export interface CommandsOptions {
  folder: string;
  sync: boolean;
  terminalId: string;
  outbox: Outbox;
  recorder: Recorder;
  environment: Environment;
  handlers: CommandHandlers;
  source: CommandSource | undefined;
}

/** An embedder that does not come back is as good as one that refuses. */
const handlerMs = 30_000;
/** Before a source that failed is followed again. */
const sourceRestMs = 30_000;
const longestReason = 500;

type Outcome = { outcome: 'done' } | { outcome: 'refused'; reason: string };

/** Does what the platform asks, once each and in order, and acknowledges it by an event. */
export class Commands {
  private readonly stopping = new AbortController();
  private following: Promise<void> | undefined;
  private readonly done: Set<string>;

  private constructor(
    private readonly options: CommandsOptions,
    private readonly state: CommandState,
  ) {
    this.done = new Set(options.outbox.scanned.acknowledgements.map(({ data }) => String(data['commandId'])));
  }

  static async open(options: CommandsOptions): Promise<Commands> {
    const { folder, outbox } = options;
    return new Commands(options, await readState(folder, outbox.scanned.acknowledgements));
  }

  get isFrozen(): boolean {
    return this.state.frozen;
  }

  mustChangePassword(operatorId: string): boolean {
    return this.state.demands.includes(operatorId);
  }

  /** A new password was recorded. */
  async passwordChanged(operatorId: string): Promise<void> {
    if (!this.mustChangePassword(operatorId)) return;
    this.state.demands = this.state.demands.filter((one) => one !== operatorId);
    await this.save();
  }

  /** Finishes what a crash interrupted, then follows the source. */
  start(): void {
    const { source, environment } = this.options;
    const { signal } = this.stopping;
    this.following = (async () => {
      if (this.state.pending) await this.finish(this.state.pending).catch(() => {});
      while (source && !signal.aborted) {
        const following = source.follow(
          () => this.state.last,
          (commands) => this.take(commands),
          signal,
        );
        await following.catch(() => pause(environment, sourceRestMs, signal));
      }
    })();
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private async take(commands: readonly TerminalCommand[]): Promise<void> {
    for (const command of commands) {
      if (this.stopping.signal.aborted) return;
      if (command.number > this.state.last) await this.finish(command);
    }
  }

  /**
   * The state is on disk before the acknowledgement, and holds at once: a login that comes meanwhile is refused. Only a
   * release holds from its acknowledgement on, or the journal would tell of a login at a frozen terminal.
   */
  private async finish(command: TerminalCommand): Promise<void> {
    const { recorder, terminalId } = this.options;
    const { commandId, number } = command;
    if (!this.done.has(commandId)) {
      if (command.command !== 'unfreeze') this.apply(command);
      this.state.pending = command;
      await this.save();
      const outcome = await this.outcomeOf(command);
      const data = { commandId, command: command.command, number, ...outcome };
      await recorder.record(
        { name: 'CommandAcknowledged', data },
        'urgent',
        uuidFromName(`${terminalId}|${commandId}`),
      );
      this.done.add(commandId);
    }
    if (command.command === 'unfreeze') this.apply(command);
    this.state.last = Math.max(this.state.last, number);
    delete this.state.pending;
    await this.save();
  }

  private apply({ command, operatorId }: TerminalCommand): void {
    const { state } = this;
    if (command === 'freeze') state.frozen = true;
    if (command === 'unfreeze') state.frozen = false;
    if (command !== 'demand-password-change' || !operatorId || state.demands.includes(operatorId)) return;
    state.demands = [...state.demands, operatorId];
  }

  private async outcomeOf({ command, operatorId, reason }: TerminalCommand): Promise<Outcome> {
    const { onEndSessions, onDemandPasswordChange, onFreeze } = this.options.handlers;
    switch (command) {
      case 'freeze':
      case 'unfreeze':
        // The terminal is frozen whatever the embedder makes of it.
        await this.handled(() => onFreeze?.({ frozen: command === 'freeze', reason }));
        return { outcome: 'done' };
      case 'end-sessions':
        if (!onEndSessions) return refused('not supported');
        return this.handled(() => onEndSessions({ ...(operatorId && { operatorId }), reason }));
      case 'demand-password-change':
        if (!operatorId) return refused('no operator');
        return this.handled(() => onDemandPasswordChange?.({ operatorId, reason }));
      default:
        return refused('unknown command');
    }
  }

  /** Rejects when the agent is closed meanwhile: the command is still pending at the next start. */
  private async handled(handler: () => Promise<void> | void): Promise<Outcome> {
    const { signal } = this.stopping;
    const over = new AbortController();
    const done = Promise.resolve()
      .then(handler)
      .then(
        (): Outcome => ({ outcome: 'done' }),
        (error: unknown) => refused(error instanceof Error ? error.message : String(error)),
      );
    const tooLong = pause(this.options.environment, handlerMs, AbortSignal.any([signal, over.signal]));
    const outcome = await Promise.race([done, tooLong]);
    over.abort();
    signal.throwIfAborted();
    return outcome ?? refused('no answer in time');
  }

  /** A freeze is worth the reserve. */
  private async save(): Promise<void> {
    const { folder, sync, outbox } = this.options;
    await writeState(folder, this.state, sync).catch(async (error: unknown) => {
      if (!isNoRoom(error) || !(await outbox.makeRoom(true))) throw error;
      await writeState(folder, this.state, sync);
    });
  }
}

function refused(reason: string): Outcome {
  return { outcome: 'refused', reason: reason.slice(0, longestReason) || 'failed' };
}
