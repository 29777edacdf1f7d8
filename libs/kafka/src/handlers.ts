import { nameOf, type TopicPartition } from './records.js';

interface Running {
  controller: AbortController;
  done: Promise<void>;
}

/**
 * At most one handler for each partition, whichever member of the group brings its records: after a rebalance or a restart
 * kafkajs starts a new one while the old one still runs (#1097).
 */
export class Handlers {
  private readonly running = new Map<string, Running>();

  /** Ends the older handler of the partition first: by its signal, and by waiting for it. */
  async run(at: TopicPartition, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const name = nameOf(at);
    for (let older = this.running.get(name); older; older = this.running.get(name)) {
      older.controller.abort(new Error(`${name} is handled anew.`));
      await older.done;
    }
    const controller = new AbortController();
    const { promise: done, resolve } = Promise.withResolvers<void>();
    this.running.set(name, { controller, done });
    try {
      await work(controller.signal);
    } finally {
      this.running.delete(name);
      resolve();
    }
  }

  get count(): number {
    return this.running.size;
  }

  isRunning(at: TopicPartition): boolean {
    return this.running.has(nameOf(at));
  }

  abortAll(reason: string): void {
    for (const { controller } of this.running.values()) controller.abort(new Error(reason));
  }

  async allDone(): Promise<void> {
    await Promise.all(Array.from(this.running.values(), ({ done }) => done));
  }
}
