import type { Facet } from '../../episodes.js';

/** What every finding of a Sigma rule shows of its events. */
export const sharedFacets: readonly Facet[] = [
  { name: 'events', of: (event) => event.name },
  { name: 'operators', of: (event) => event.operatorId },
  { name: 'terminals', of: (event) => event.terminalId },
];
