/** Nothing waits for ever (`pg` has no timeout of its own): a hung server answers every caller within 13 s. */
export interface Timeouts {
  /** To get a connection, new or from the pool. */
  connectMs: number;
  /** The server cancels a statement after this; raise it for rebuilds and long scans. */
  statementMs: number;
  /** The server gives up waiting for one lock. */
  lockMs: number;
  /** The server ends a session that holds a transaction open and says nothing. */
  idleInTransactionMs: number;
}

export const defaultTimeouts: Timeouts = {
  connectMs: 3_000,
  statementMs: 9_000,
  lockMs: 2_000,
  idleInTransactionMs: 10_000,
};

/** We wait this much longer than the server's own limit before we call the connection dead. */
const ANSWER_GRACE_MS = 1_000;

/** The same as `pg` names it. */
export function driverTimeouts(timeouts: Timeouts) {
  return {
    connectionTimeoutMillis: timeouts.connectMs,
    query_timeout: timeouts.statementMs + ANSWER_GRACE_MS,
    statement_timeout: timeouts.statementMs,
    lock_timeout: timeouts.lockMs,
    idle_in_transaction_session_timeout: timeouts.idleInTransactionMs,
  };
}
