import type { Metadata } from '@grpc/grpc-js';
import { accessDenied, deadlineExceeded, notLeader, operationTimedOut, unauthenticated } from './rpc-errors.js';

/**
 * What becomes of an append that was told to fail:
 * - `stored-unanswered`: stored, and nobody is told
 * - `lost`: neither stored nor answered, as when a write in flight is dropped
 * - `stored-timeout`, `timeout`: answered that it timed out; stored all the same, or not
 * - `stored-dropped`, `dropped`: the connection is cut; after it was stored, or before
 * - `not-ready`: refused because the server is starting
 * - `late`: stored and answered after `lateMs`
 */
export type AppendFault =
  'stored-unanswered' | 'lost' | 'stored-timeout' | 'timeout' | 'stored-dropped' | 'dropped' | 'not-ready' | 'late';

export interface Credentials {
  username: string;
  password: string;
}

/** What goes wrong next, told by a test. */
export class Faults {
  /** Of the next appends, in order. */
  readonly appends: AppendFault[] = [];
  lateMs = 500;
  /** So many calls that ask for the leader are sent elsewhere. */
  notLeader = 0;
  /** So many reads end with `DEADLINE_EXCEEDED`. */
  deadlineExceeded = 0;
  /** So many reads end with "operation timed out". */
  timedOut = 0;
  /** Subscriptions opened before it was last raised say nothing any more. */
  silenced = 0;
  /** Subscriptions opened from now on say nothing. */
  isSilent = false;

  constructor(private readonly credentials?: Credentials) {}

  /** Throws what the server answers to a call it does not take. */
  admit(metadata: Metadata, self: { host: string; port: number }): void {
    if (this.credentials) this.authenticate(metadata, this.credentials);
    if (this.notLeader > 0 && metadata.get('requires-leader')[0] === 'true') {
      this.notLeader--;
      throw notLeader(self.host, self.port);
    }
  }

  /** Of a read. */
  admitRead(): void {
    if (this.deadlineExceeded > 0) {
      this.deadlineExceeded--;
      throw deadlineExceeded();
    }
    if (this.timedOut > 0) {
      this.timedOut--;
      throw operationTimedOut();
    }
  }

  private authenticate(metadata: Metadata, { username, password }: Credentials): void {
    const [given] = metadata.get('authorization');
    if (given === undefined) throw accessDenied();
    if (given !== `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`) throw unauthenticated();
  }
}
