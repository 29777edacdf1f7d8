/** What went wrong, by check; empty lists: everything held. */
export type Violations = Record<string, string[]>;

export interface ScenarioReport {
  figures: Record<string, number>;
  violations: Violations;
}

export interface ScenarioOptions {
  /** How much of it: of what, says `counts`. */
  count: number;
  seed: number;
  /** Puts something broken in the place of ours, where there is something to put: the checks must find it out. */
  negativeControl: boolean;
  onProgress(done: number, acknowledged: number): void;
  /** Leaves nothing behind, then rejects. */
  interrupted?: AbortSignal;
}

/** One kind of fault, made to happen again and again under load, and everything that must hold afterwards. */
export interface Scenario {
  name: string;
  /** What `--count` counts. */
  counts: { en: string; zh: string };
  /** The count of a full run. */
  usual: number;
  run(options: ScenarioOptions): Promise<ScenarioReport>;
}
