/** Round trips that the estimate is made of. */
const samplesKept = 8;
/** Older ones say nothing: crystals drift. */
const sampleAgeMs = 3_600_000;

interface Sample {
  /** The server's clock minus our monotonic one, in the middle of the round trip. */
  serverMinusMonotonic: number;
  roundTripMs: number;
  at: number;
}

/**
 * How far the terminal's clock is from the server's, from round trips whose answer carries the server's time. The quickest
 * of the last few is believed: it leaves the least room for error (half its length). Measured against the monotonic
 * clock, so a jump of the terminal's clock shows at once.
 */
export class ClockOffset {
  private samples: Sample[] = [];

  /** Times of our monotonic clock when the request left and when its answer came; `serverTime`: ms since 1970. */
  measured(sentAt: number, receivedAt: number, serverTime: number): void {
    const roundTripMs = receivedAt - sentAt;
    this.samples.push({ serverMinusMonotonic: serverTime - (sentAt + receivedAt) / 2, roundTripMs, at: receivedAt });
    if (this.samples.length > samplesKept) this.samples.shift();
  }

  /** The terminal's clock minus the server's; undefined when nothing was measured lately. */
  estimate(clock: number, monotonic: number): { clockOffsetMs: number; roundTripMs: number } | undefined {
    this.samples = this.samples.filter(({ at }) => monotonic - at <= sampleAgeMs);
    let best = this.samples[0];
    for (const sample of this.samples) if (sample.roundTripMs < best!.roundTripMs) best = sample;
    if (!best) return undefined;
    const clockOffsetMs = Math.round(clock - (monotonic + best.serverMinusMonotonic));
    return { clockOffsetMs, roundTripMs: Math.round(best.roundTripMs) };
  }
}
