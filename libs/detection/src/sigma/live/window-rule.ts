import { describe, grow, open, type Episode, type Facet } from '../../episodes.js';
import type { Observation } from '../../observation.js';
import type { Rule } from '../../rule.js';
import type { Occurrence, Values } from '../correlate/occurrence.js';
import { openWindow } from '../correlate/open-window.js';
import type { Window } from '../correlate/window.js';
import type { CorrelationDocument } from '../read/documents.js';
import { holds, wholeRange } from '../read/threshold.js';

/** As which of the correlation's rules an event counts, and the values it brings under the names of the condition. */
export interface Role {
  child: number;
  values: Values;
}

/** An event within a window; the library's windows carry it through as their reference. */
interface Hit {
  /** Its place among the hits. */
  line: number;
  id: string;
  event: Observation;
  roles: readonly Role[];
}

interface WindowState {
  window: Window;
  /** What is in the window, to fill it anew when the clock was set back. */
  hits: Hit[];
  lastAt: number;
  /** An event was earlier than the one before it. */
  turned: boolean;
  line: number;
  episode: Episode | undefined;
}

/** What a correlation that is more than a count of events has to say. */
export interface WindowRule extends Omit<Rule, 'window' | 'initialState' | 'evolve' | 'copyState'> {
  document: CorrelationDocument;
  facets: readonly Facet[];
  /** From the last rule to the first: in an ordered correlation an event does not follow itself. */
  rolesOf(event: Observation): readonly Role[];
}

/**
 * A correlation over a window of the Sigma library as a rule. An episode opens when the condition comes true, with the events
 * that made it so, and goes on while each hit follows the one before within the timespan; it changes as those of
 * `episodeRule` do.
 */
export function windowRule({ document, facets, rolesOf, ...rule }: WindowRule): Rule {
  const { timespanMs, thresholds } = document;
  const fresh = (): WindowState => ({
    window: openWindow(document),
    hits: [],
    lastAt: -Infinity,
    turned: false,
    line: 0,
    episode: undefined,
  });
  const correlating: Rule<WindowState> = {
    ...rule,
    window: timespanMs,
    initialState: fresh,
    evolve(state, event) {
      const roles = rolesOf(event);
      if (!roles.length) return undefined;
      if (Math.abs(event.at - state.lastAt) > timespanMs) Object.assign(state, fresh());
      take(state, { line: ++state.line, id: event.id, event, roles }, document);
      state.lastAt = event.at;
      if (state.episode) {
        if (!grow(state.episode, event, undefined, facets)) return undefined;
      } else {
        const measure = state.window.measure();
        if (measure === undefined || !thresholds.every((threshold) => holds(threshold, measure))) return undefined;
        state.episode = open(eventsIn(state), rule.severity, facets);
      }
      return describe(state.episode, event.at, facets);
    },
    progress: ({ window, hits }, event) => ({
      counts: hits.at(-1)?.event === event,
      value: window.measure() ?? 0,
      threshold: Math.max(1, wholeRange(thresholds).least),
      windowMs: timespanMs,
    }),
  };
  return correlating;
}

/** The clock of a terminal may be set back within its journal: from then on "within" is measured both ways. */
function take(state: WindowState, hit: Hit, document: CorrelationDocument): void {
  const { timespanMs } = document;
  const isWithin = ({ event }: Hit): boolean => Math.abs(hit.event.at - event.at) <= timespanMs;
  if (hit.event.at < state.lastAt) state.turned = true;
  if (state.turned) {
    state.hits = state.hits.filter(isWithin);
    state.window = openWindow(document);
    for (const other of state.hits) put(state.window, other);
  } else {
    const first = state.hits.findIndex(isWithin);
    state.hits.splice(0, first < 0 ? state.hits.length : first);
    state.window.expire(hit.event.at - timespanMs);
  }
  state.hits.push(hit);
  put(state.window, hit);
}

function eventsIn({ window, hits }: WindowState): Observation[] {
  const byLine = new Map(hits.map((hit) => [hit.line, hit.event]));
  return window
    .snapshot()()
    .map(({ line }) => byLine.get(line)!);
}

function put(window: Window, hit: Hit): void {
  const { event, line, roles } = hit;
  for (const { child, values } of roles) {
    const occurrence: Occurrence = { at: event.at, order: line, values, events: () => [hit] };
    window.add(occurrence, child);
  }
}
