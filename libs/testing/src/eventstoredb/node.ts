import { setTimeout as pause } from 'node:timers/promises';
import type { Faults } from './faults.js';
import type { Proposed } from './record.js';
import { type Expected, type ServerLog, type Written } from './server-log.js';

/** How often each call was made. */
export interface CallCounts {
  append: number;
  batchAppend: number;
  /** Append requests inside batch append streams. */
  batches: number;
  read: number;
  subscribe: number;
}

/** What the handlers of one server share. */
export class ServerNode {
  readonly counts: CallCounts = { append: 0, batchAppend: 0, batches: 0, read: 0, subscribe: 0 };
  readonly self = { host: '', port: 0 };
  dropConnections: () => void = () => {};
  private writes = 0;

  constructor(
    readonly log: ServerLog,
    readonly faults: Faults,
    readonly options: { maxAppendBytes: number; statisticsEvery: number },
  ) {}

  /** An append with what was told to happen to it; `undefined` when it is not to be answered. */
  async append(stream: string, expected: Expected, proposed: Proposed[]): Promise<Written | Refusal | undefined> {
    const fault = this.faults.appends.shift();
    switch (fault) {
      case undefined:
        return this.write(stream, expected, proposed);
      case 'stored-unanswered':
        await this.write(stream, expected, proposed);
        return undefined;
      case 'lost':
        return undefined;
      case 'stored-timeout':
        await this.write(stream, expected, proposed);
        return { outcome: 'timeout' };
      case 'timeout':
        return { outcome: 'timeout' };
      case 'stored-dropped':
        await this.write(stream, expected, proposed);
        this.dropConnections();
        return undefined;
      case 'dropped':
        this.dropConnections();
        return undefined;
      case 'not-ready':
        return { outcome: 'not-ready' };
      case 'late':
        await pause(this.faults.lateMs);
        return this.write(stream, expected, proposed);
    }
  }

  /** Now and then the server writes records of its own. */
  private write(stream: string, expected: Expected, proposed: Proposed[]): Promise<Written> {
    const { statisticsEvery } = this.options;
    if (statisticsEvery > 0 && ++this.writes % statisticsEvery === 0) {
      this.log.writeStatistics(1).catch(() => {}); // the server is stopping
    }
    return this.log.write(stream, expected, proposed);
  }
}

export interface Refusal {
  outcome: 'timeout' | 'not-ready';
}
