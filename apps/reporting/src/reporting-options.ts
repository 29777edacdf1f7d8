import type { RuleSet } from '@tillwatch/detection';
import type { Clock, Log } from '@tillwatch/kernel';
import type { People, TokenCheck } from '@tillwatch/http';
import type { Database } from '@tillwatch/postgres';
import type { Registry } from 'prom-client';

/** What the app around the module hands in. */
export interface ReportingOptions {
  /** For reading: of a tenant's rows it gives only those of the caller's. */
  database: Database;
  /** Position of the last event in the log, wherever the log is. */
  logHead(): Promise<number>;
  /** The live stream asks it again while a client stays. */
  checkToken: TokenCheck;
  /** Absent: nobody has an account. */
  people?: People;
  log: Log;
  clock: Clock;
  metrics: Registry;
  /** Key of the tags on cursors and live ids; the same for every process that answers under one address. */
  cursorKey: string;
  /** As the projector has them. */
  rules: RuleSet;
  /** Where the console's built files are; without it only the API is served. */
  consoleFolder?: string;
}

/** Injection token of `ReportingOptions`. */
export const reportingOptions = Symbol('ReportingOptions');
