import type { ParsedEvent } from '@tillwatch/events';
import { CodedError, problem } from '@tillwatch/kernel';

/** A terminal has one batch in flight; a few more are tolerated for retries whose first try is still on its way. */
const requestsPerTerminal = 4;
const retryAfterSeconds = 1;

/** Keeps one terminal from taking the whole service: its fifth request at once is answered 429 and may come again. */
export class SenderLimit {
  private readonly inFlight = new Map<string, number>();

  /** Counts a request for the terminal of its first readable event; call what it returns when the request is done. */
  enter(events: readonly ParsedEvent[]): () => void {
    const first = events.find((parsed) => parsed.ok);
    if (!first) return () => {};
    const sender = first.event.source;
    const count = this.inFlight.get(sender) ?? 0;
    if (count >= requestsPerTerminal)
      throw new CodedError(problem('too-many-requests'), { retryAfter: retryAfterSeconds });
    this.inFlight.set(sender, count + 1);
    return () => {
      const left = this.inFlight.get(sender)! - 1;
      if (left > 0) this.inFlight.set(sender, left);
      else this.inFlight.delete(sender);
    };
  }
}
