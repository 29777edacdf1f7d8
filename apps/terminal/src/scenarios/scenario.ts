import type { Stage } from '../fleet/stage.js';

export interface ExpectedAlert {
  /** Rule id, `R1`. */
  rule: string;
  /** What the rule counts by, as the alert shows it: `operator:<id>`, `terminal:`, `store:` or `actor:<id>`. */
  key: string;
  /** How many alerts with this rule and key. */
  count: number;
}

export interface Scenario {
  name: string;
  summary: { en: string; zh: string };
  /** From the plan's start to the closing of its last trading day, ms. */
  durationMs: number;
  /** Terminals in the fleet when nobody says how many. */
  terminals: number;
  /**
   * Plays its part on tills and people of its own; the plan fills the fleet up with ordinary days.
   * Returns every alert its part must raise; there must be no other.
   */
  play(stage: Stage): ExpectedAlert[];
}
