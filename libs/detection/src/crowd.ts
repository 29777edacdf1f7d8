import { MAX_EVIDENCE } from './episodes.js';
import type { Observation } from './observation.js';
import type { Finding, Progress, Severity } from './rule.js';

/** People told apart at once; at the limit the one hit longest ago is forgotten. */
const MAX_PEOPLE = 1_000;

/** Names a finding lists of people and of terminals. */
const MAX_NAMES = 10;

/** How many different people something happened to within a sliding window, and the finding once they are enough. */
export interface Crowd {
  /** The latest hit of each person within the window, the oldest first. */
  latest: Map<string, Observation>;
  episode: Episode | undefined;
}

interface Episode {
  anchor: string;
  firstAt: number;
  lastAt: number;
  people: Set<string>;
  terminals: Set<string>;
  evidence: string[];
  /** Number of people at which the finding changes next. */
  nextCount: number;
}

export interface CrowdOptions {
  windowMs: number;
  severity: Severity;
  /** Whether those hit within the window make a finding. */
  isEnough(latest: ReadonlyMap<string, Observation>): boolean;
}

export function newCrowd(): Crowd {
  return { latest: new Map(), episode: undefined };
}

export function copyCrowd({ latest, episode }: Crowd): Crowd {
  if (!episode) return { latest: new Map(latest), episode };
  const { people, terminals, evidence } = episode;
  const copied = { ...episode, people: new Set(people), terminals: new Set(terminals), evidence: [...evidence] };
  return { latest: new Map(latest), episode: copied };
}

/**
 * Counts a hit, in order of time. A finding opens when those hit are enough, starts with the oldest of their hits, and goes
 * on while each hit follows the one before within the window. Its `count` is of people; it changes when that has doubled.
 */
export function join(crowd: Crowd, person: string, event: Observation, options: CrowdOptions): Finding | undefined {
  const { latest } = crowd;
  const { windowMs, severity } = options;
  for (const [known, hit] of latest) {
    if (event.at - hit.at <= windowMs && latest.size < MAX_PEOPLE) break;
    latest.delete(known);
  }
  latest.delete(person);
  latest.set(person, event);
  if (crowd.episode && event.at - crowd.episode.lastAt > windowMs) crowd.episode = undefined;
  if (!crowd.episode) {
    if (!options.isEnough(latest)) return undefined;
    crowd.episode = open(latest, event);
    return describe(crowd.episode, severity);
  }
  return grow(crowd.episode, person, event) ? describe(crowd.episode, severity) : undefined;
}

/** How many people that was within the window before `event`, of as many as it takes. */
export function crowdProgress(
  { latest }: Crowd,
  event: Observation,
  { counts, threshold, windowMs }: Pick<Progress, 'counts' | 'threshold' | 'windowMs'>,
): Progress {
  const value = [...latest.values()].filter(({ at }) => event.at - at <= windowMs).length;
  return { counts, value, threshold, windowMs };
}

function open(latest: ReadonlyMap<string, Observation>, { at: lastAt }: Observation): Episode {
  const hits = [...latest.values()];
  return {
    anchor: hits[0]!.id,
    firstAt: hits[0]!.at,
    lastAt,
    people: new Set(latest.keys()),
    terminals: new Set(hits.map(({ terminalId }) => terminalId)),
    evidence: hits.slice(0, MAX_EVIDENCE).map(({ id }) => id),
    nextCount: 2 * hits.length,
  };
}

/** Whether this hit changes the finding. */
function grow(episode: Episode, person: string, event: Observation): boolean {
  episode.lastAt = event.at;
  if (episode.people.has(person) || episode.people.size === MAX_PEOPLE) return false;
  episode.people.add(person);
  if (episode.terminals.size < MAX_NAMES) episode.terminals.add(event.terminalId);
  if (episode.evidence.length < MAX_EVIDENCE) episode.evidence.push(event.id);
  if (episode.people.size < episode.nextCount) return false;
  episode.nextCount *= 2;
  return true;
}

function describe({ anchor, firstAt, lastAt, people, terminals, evidence }: Episode, severity: Severity): Finding {
  const details = { operators: namesOf(people), terminals: namesOf(terminals) };
  return { anchor, severity, count: people.size, firstAt, lastAt, evidence: [...evidence], details };
}

function namesOf(names: ReadonlySet<string>): string[] {
  return [...names].sort().slice(0, MAX_NAMES);
}
