/**
 * The header of a stored event: CloudEvents attributes, the digest of the data, and what we know of its arrival.
 * Kept as canonical JSON (RFC 8785), that exact text is the Merkle leaf, so it holds no personal data.
 */
export interface EventHeader {
  specversion: '1.0';
  /** As the sender gave it; UUID. */
  id: string;
  /** `/terminals/<terminalId>`, or `/platform/<part>` for events the platform itself appends. */
  source: string;
  /** `tillwatch.<EventName>.v<schema>`. */
  type: string;
  /** The sender's own clock, RFC 3339, as it was written. */
  time: string;
  /** Operator id; a keyed hash (`unknown-<32 hex>`) when nobody has the id that was typed. */
  subject?: string;
  /** Place in the terminal's journal: decimal string from 1, within `epoch`. */
  sequence?: string;
  epoch?: number;
  /** What the terminal says is the hash of its previous event (64 hex digits). */
  prevhash?: string;
  merchantid?: string;
  storeid?: string;
  tenant: string;
  /** SHA-256 of the stored data text, hex. */
  datahash: string;
  /** What the log knows the event by, where that is neither its place nor its id. */
  identity?: string;
  /** When we made it durable, RFC 3339 UTC with milliseconds. */
  recordedtime: string;
  /** What intake noticed about this one event; sorted; absent when there is nothing. */
  marks?: Mark[];
  /** JSON pointers into the data whose values were masked; sorted; absent when there is none. */
  redacted?: string[];
}

/**
 * - `secret-redacted`: a password, PIN, card or resident-id number was masked
 * - `secret-in-operator-field`: what was typed as operator id looks like a secret
 * - `chain-broken`: `prevhash`, or the head of a seal, is not the hash of the previous event we hold
 * - `clock-implausible`: the claimed time is over 60 s ahead of ours, or before 2020
 * - `unmapped`: unknown type or newer schema version; kept, never projected
 * - `seal-invalid`: a seal whose signature is wrong, or by a key that may not seal there
 * - `after-revocation`: a seal by a key that had been revoked when it reached us
 * - `drained`: such a seal, from before the place up to which they were expected
 */
export type Mark =
  | 'secret-redacted'
  | 'secret-in-operator-field'
  | 'chain-broken'
  | 'clock-implausible'
  | 'unmapped'
  | 'seal-invalid'
  | 'after-revocation'
  | 'drained';
