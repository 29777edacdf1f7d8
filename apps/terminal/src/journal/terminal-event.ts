/** One CloudEvent as a terminal sends it (docs: the public contract, "Events in"). */
export interface TerminalEvent {
  specversion: '1.0';
  id: string;
  /** `/terminals/<terminalId>`. */
  source: string;
  /** `tillwatch.<EventName>.v<schema>`. */
  type: string;
  /** The terminal's own clock, RFC 3339 with zone. */
  time: string;
  /** Decimal string from 1, without holes within the epoch. */
  sequence: string;
  epoch: number;
  /** SHA-256 hex of the canonical JSON of the previous event of this epoch; the first has none. */
  prevhash?: string;
  /** Operator id, or what somebody typed as one. */
  subject?: string;
  merchantid?: string;
  storeid?: string;
  data: Record<string, unknown>;
}
