import type { Problem } from '@tillwatch/kernel';

/** Answer of `POST /v1/events`, results in input order. */
export interface IntakeAnswer {
  accepted: number;
  duplicates: number;
  conflicts: number;
  rejected: number;
  results: IntakeResult[];
}

export interface IntakeResult {
  /** As sent; empty when the event has none that can be read. */
  id: string;
  status: 'stored' | 'duplicate' | 'conflict' | 'rejected';
  /** Position in the log of what is stored (for a duplicate: of the first one). */
  position?: number;
  error?: Problem;
}
