export interface Kill {
  /** `starting`: before the product has answered; `running`: under load. */
  during: 'starting' | 'running';
  /** After it was started, or after it was ready. */
  afterMs: number;
  /** The whole PostgreSQL goes with it, as when the machine loses power. Otherwise it stays and is adopted. */
  postgresToo: boolean;
}

/** One of each group of six, so that even a short run meets every kind. */
const kinds: readonly Omit<Kill, 'afterMs'>[] = [
  { during: 'running', postgresToo: false },
  { during: 'running', postgresToo: false },
  { during: 'running', postgresToo: false },
  { during: 'running', postgresToo: true },
  { during: 'starting', postgresToo: false },
  { during: 'starting', postgresToo: true },
];
const earliestMs = 50;
const latestMs = { starting: 1_500, running: 3_000 };

/** The kinds in groups of six, each group shuffled, each kill at a moment of its own. */
export function planKills(count: number, random: () => number): Kill[] {
  const kills: Kill[] = [];
  while (kills.length < count) {
    const group = kinds.map((kind) => ({ kind, order: random() })).sort((one, other) => one.order - other.order);
    for (const { kind } of group) {
      const afterMs = earliestMs + Math.floor(random() * (latestMs[kind.during] - earliestMs));
      kills.push({ ...kind, afterMs });
    }
  }
  return kills.slice(0, count);
}
