/** One event as a rule sees it, already on corrected event time. Built from the log by the edge; plain data. */
export interface Observation {
  /** CloudEvents id. */
  id: string;
  /** Catalogue name, `LoginFailed`. */
  name: string;
  /** Corrected event time, ms since 1970. */
  at: number;
  /** When we recorded it, ms since 1970; never decides whether something fired, only whether it is late. */
  recordedAt: number;
  terminalId: string;
  epoch?: number;
  sequence?: number;
  operatorId?: string;
  storeId?: string;
  marks?: readonly string[];
  data: Record<string, unknown>;
}
