import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { IssuedCommand } from '@tillwatch/domain';
import type { EventStore } from '@tillwatch/event-store';
import { commandsAfter } from './command-stream.js';
import type { CommandWaits } from './command-waits.js';

/** A terminal's commands with a number above `after`; when there are none, waits for one. */
export class ReadCommands extends Query<IssuedCommand[]> {
  constructor(
    readonly terminalId: string,
    readonly after: number,
    readonly waitMs: number,
    /** The asker is gone. */
    readonly signal: AbortSignal,
  ) {
    super();
  }
}

/** A wake-up that was lost costs at most this. */
export const lookAgainMs = 10_000;

@QueryHandler(ReadCommands)
export class ReadCommandsHandler implements IQueryHandler<ReadCommands> {
  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly waits: CommandWaits,
  ) {}

  async execute({ terminalId, after, waitMs, signal }: ReadCommands): Promise<IssuedCommand[]> {
    if (waitMs === 0) return commandsAfter(this.store, terminalId, after);
    const waiter = this.waits.enter(terminalId);
    try {
      const until = performance.now() + waitMs;
      for (;;) {
        const commands = await commandsAfter(this.store, terminalId, after);
        const left = until - performance.now();
        if (commands.length > 0 || left <= 0 || this.waits.over || signal.aborted) return commands;
        await waiter.next(Math.min(left, lookAgainMs), signal);
      }
    } finally {
      waiter.leave();
    }
  }
}
