/** Answers about what was shown in clear to who otherwise sees it masked. Times are RFC 3339 UTC with milliseconds. */

/** What an answer is about that a field was shown of. */
export type RevealedThing = 'operator' | 'recovery-case';

export interface RevealAnswer {
  /** JSON pointer into the answer about the thing: `/registration/name`. */
  field: string;
  /** What it says; several where it is a list. */
  values: string[];
}

/** That somebody was shown a field, never what it said. */
export interface RevealView {
  /** Of the event. */
  id: string;
  at: string;
  by: string;
  thing: RevealedThing;
  /** Of the operator or the case. */
  thingId: string;
  field: string;
  reason: string;
}
