import type { Observation } from './observation.js';
import type { Finding, Progress, Rule, Severity, Tier } from './rule.js';

export type { Tier } from './rule.js';

/** Something about the hits a person wants to see at once, as the distinct values it took. */
export interface Facet {
  name: string;
  of(event: Observation): string | undefined;
}

/** Most ids a finding quotes; `count` says how many there were. */
export const MAX_EVIDENCE = 50;

/** Most distinct values a facet lists. */
const MAX_FACET_VALUES = 10;

/** What has been found so far. */
export interface Episode {
  anchor: string;
  firstAt: number;
  count: number;
  severity: Severity;
  evidence: string[];
  facets: Set<string>[];
  /** Count at which the finding changes next, if its severity does not rise before. */
  nextCount: number;
}

interface EpisodeState {
  /** The latest hits, in order: no more than the highest tier counts. */
  recent: Observation[];
  lastAt: number;
  episode: Episode | undefined;
}

/** What a rule of the form "k events within w" has to say; the rest is `episodeRule`. */
export interface EpisodeRule extends Omit<
  Rule,
  'severity' | 'window' | 'initialState' | 'evolve' | 'copyState' | 'withThreshold' | 'progress'
> {
  /** By rising severity; an episode opens when any is met. */
  tiers: readonly Tier[];
  facets?: readonly Facet[];
  isHit(event: Observation): boolean;
}

/**
 * A rule that counts. An episode opens when a tier is met, starts with the oldest hit within the longest window, and goes on
 * while each hit follows the one before within that window; its severity rises as higher tiers are met and never falls.
 *
 * So that a long attack is not one revision per event, the finding changes when the episode opens, when its severity rises,
 * and whenever the count has doubled since it last changed; between those it says what was true at the last change.
 */
export function episodeRule(described: EpisodeRule): Omit<Rule, 'copyState'> {
  const { tiers, facets = [], isHit, ...rule } = described;
  const lowest = tiers[0]!.count;
  const window = Math.max(...tiers.map((tier) => tier.windowMs));
  const ringSize = Math.max(...tiers.map((tier) => tier.count));
  const counting: Rule<EpisodeState> = {
    ...rule,
    severity: tiers[0]!.severity,
    tiers,
    window,
    initialState: () => ({ recent: [], lastAt: -Infinity, episode: undefined }),
    evolve(state, event) {
      if (!isHit(event)) return undefined;
      if (Math.abs(event.at - state.lastAt) > window) {
        state.episode = undefined;
        state.recent = [];
      }
      state.lastAt = event.at;
      remember(state, event, window, ringSize);
      const severity = severityOf(tiers, state.recent);
      if (state.episode) {
        if (!grow(state.episode, event, severity, facets)) return undefined;
      } else {
        if (!severity) return undefined;
        state.episode = open(state.recent, severity, facets);
      }
      return describe(state.episode, event.at, facets);
    },
    // A rule around this one has a state of its own, of which this one knows nothing.
    progress: ({ recent }: Partial<EpisodeState>, event) =>
      recent && nearestTier(tiers, recent, event, recent.at(-1) === event),
    ...(lowest > 1 && {
      withThreshold: (count) => {
        const scaled = tiers.map((tier) => ({ ...tier, count: Math.ceil((tier.count * count) / lowest) }));
        return episodeRule({ ...described, tiers: scaled });
      },
    }),
  };
  return counting;
}

/** The clock of a terminal may be set back within its journal, so "within" is measured both ways. */
function remember(state: EpisodeState, event: Observation, window: number, ringSize: number): void {
  const { recent } = state;
  if (recent.length === ringSize) recent.shift();
  if (recent.length && Math.abs(event.at - recent[0]!.at) > window) {
    state.recent = recent.filter((hit) => Math.abs(event.at - hit.at) <= window);
  }
  state.recent.push(event);
}

/** The severity of the highest tier the latest hits meet. */
function severityOf(tiers: readonly Tier[], recent: readonly Observation[]): Severity | undefined {
  const last = recent[recent.length - 1]!;
  for (let i = tiers.length - 1; i >= 0; i--) {
    const { count, windowMs, severity, met } = tiers[i]!;
    const first = recent[recent.length - count];
    if (!first || Math.abs(last.at - first.at) > windowMs) continue;
    if (met?.(recent.slice(-count)) ?? true) return severity;
  }
  return undefined;
}

/** Of the tiers that are not met at the time of `event`, the one that least is missing of; when all are, the highest. */
function nearestTier(
  tiers: readonly Tier[],
  recent: readonly Observation[],
  event: Observation,
  counts: boolean,
): Progress {
  const standings = tiers.map(({ count: threshold, windowMs }) => {
    const value = recent.filter((hit) => Math.abs(event.at - hit.at) <= windowMs).length;
    return { counts, value, threshold, windowMs };
  });
  const unmet = standings.filter(({ value, threshold }) => value < threshold);
  if (unmet.length === 0) return standings.at(-1)!;
  return unmet.reduce((best, one) => (one.value / one.threshold > best.value / best.threshold ? one : best));
}

export function open(hits: readonly Observation[], severity: Severity, facets: readonly Facet[]): Episode {
  const first = hits[0]!;
  const episode: Episode = {
    anchor: first.id,
    firstAt: first.at,
    count: 0,
    severity,
    evidence: [],
    facets: facets.map(() => new Set()),
    nextCount: 2 * hits.length,
  };
  for (const hit of hits) include(episode, hit, facets);
  return episode;
}

/** Takes a hit in. Whether it changes the finding. */
export function grow(
  episode: Episode,
  hit: Observation,
  severity: Severity | undefined,
  facets: readonly Facet[],
): boolean {
  include(episode, hit, facets);
  const rises = severity !== undefined && rank[severity] > rank[episode.severity];
  if (!rises && episode.count < episode.nextCount) return false;
  if (rises) episode.severity = severity;
  episode.nextCount = 2 * episode.count;
  return true;
}

function include(episode: Episode, hit: Observation, facets: readonly Facet[]): void {
  episode.count++;
  if (episode.evidence.length < MAX_EVIDENCE) episode.evidence.push(hit.id);
  for (let i = 0; i < facets.length; i++) {
    const value = facets[i]!.of(hit);
    if (value !== undefined && episode.facets[i]!.size < MAX_FACET_VALUES) episode.facets[i]!.add(value);
  }
}

export function describe(episode: Episode, lastAt: number, facets: readonly Facet[]): Finding {
  const { anchor, severity, count, firstAt, evidence } = episode;
  const details = Object.fromEntries(facets.map((facet, i) => [facet.name, [...episode.facets[i]!].sort()]));
  return { anchor, severity, count, firstAt, lastAt, evidence: [...evidence], details };
}

const rank: Record<Severity, number> = { low: 0, medium: 1, high: 2, critical: 3 };
