import type {
  AlertExplanation,
  AlertGroupView,
  AlertHistoryEntry,
  AlertView,
  AccountTokenView,
  AccountView,
  CommandRight,
  DeadlineListView,
  DeadlineView,
  FaultyRuleView,
  GapView,
  MeView,
  OperatorView,
  OverviewView,
  Page,
  RiskView,
  RuleView,
  ShadowFindingView,
  SilenceView,
  TerminalCommandView,
  TerminalKeyView,
  TerminalView,
  TimelineEntry,
} from '@tillwatch/api';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { apiPath, get, type Parameters } from './api.js';
import type { AlertFilter, OperatorFilter, TerminalFilter } from './lists.js';

export type Subject = 'operators' | 'terminals';

/** Which past an operator is shown at; empty: now. */
export interface Instant {
  asOf?: string;
  knownAt?: string;
}

export interface TimelineRange {
  from?: string;
  to?: string;
}

export const pageSize = 50;
/** Live changes keep rows fresh; this bounds how long a row nothing was heard of is trusted. */
const staleMs = 30_000;

export function pageQuery<Item>(key: readonly unknown[], parts: string[], parameters: Parameters, limit: number) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      get<Page<Item>>(apiPath(parts, { ...parameters, limit, cursor: pageParam }), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Item>) => page.nextCursor,
    staleTime: staleMs,
  });
}

export const alertsQuery = (filter: AlertFilter, limit = pageSize) =>
  pageQuery<AlertView>(['alerts', filter, limit], ['alerts'], { ...filter }, limit);

/** Those of one key as one: groups have one order. */
export const alertGroupsQuery = ({ sort: _, ...filter }: AlertFilter) =>
  pageQuery<AlertGroupView>(['alert-groups', filter], ['alerts'], { ...filter, group: 'key' }, pageSize);

/** What the rule found and what people did, newest first. */
export const alertHistoryQuery = (id: string) =>
  pageQuery<AlertHistoryEntry>(['alert-history', id], ['alerts', id, 'history'], {}, pageSize);

export const operatorsQuery = (filter: OperatorFilter, limit = pageSize) =>
  pageQuery<OperatorView>(['operators', filter, limit], ['operators'], { ...filter }, limit);

export const terminalsQuery = (filter: TerminalFilter, limit = pageSize) =>
  pageQuery<TerminalView>(['terminals', filter, limit], ['terminals'], { ...filter }, limit);

export const timelineQuery = (subject: Subject, id: string, range: TimelineRange = {}) =>
  pageQuery<TimelineEntry>(['timeline', subject, id, range], [subject, id, 'timeline'], { ...range }, pageSize);

export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => get<AlertView>(apiPath(['alerts', id]), signal),
    staleTime: staleMs,
  });

export const alertExplanationQuery = (id: string) =>
  queryOptions({
    queryKey: ['alert-explanation', id],
    queryFn: ({ signal }) => get<AlertExplanation>(apiPath(['alerts', id, 'explanation']), signal),
    staleTime: staleMs,
  });

export const operatorQuery = (id: string, instant: Instant = {}) =>
  queryOptions({
    queryKey: ['operator', id, instant],
    queryFn: ({ signal }) => get<OperatorView>(apiPath(['operators', id], { ...instant }), signal),
    staleTime: staleMs,
  });

export const terminalQuery = (id: string) =>
  queryOptions({
    queryKey: ['terminal', id],
    queryFn: ({ signal }) => get<TerminalView>(apiPath(['terminals', id]), signal),
    staleTime: staleMs,
  });

/** Every gap the terminal's journal has had, newest first. */
export const gapsQuery = (id: string) =>
  queryOptions({
    queryKey: ['gaps', id],
    queryFn: ({ signal }) => get<Page<GapView>>(apiPath(['terminals', id, 'gaps']), signal),
    staleTime: staleMs,
  });

/** Commands shown of one terminal: the newest. */
const maxCommands = 200;

export const commandsQuery = (id: string) =>
  queryOptions({
    queryKey: ['commands', id],
    queryFn: ({ signal }) =>
      get<Page<TerminalCommandView>>(apiPath(['terminals', id, 'commands', 'history'], { limit: maxCommands }), signal),
    staleTime: staleMs,
  });

export const keysQuery = (id: string) =>
  queryOptions({
    queryKey: ['keys', id],
    queryFn: ({ signal }) => get<Page<TerminalKeyView>>(apiPath(['terminals', id, 'keys']), signal),
    staleTime: staleMs,
  });

export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: ({ signal }) => get<Page<RuleView> & { faulty: FaultyRuleView[] }>(apiPath(['rules']), signal),
  staleTime: staleMs,
});

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ['rule', id],
    queryFn: ({ signal }) => get<RuleView>(apiPath(['rules', id]), signal),
    staleTime: staleMs,
  });

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => get<OverviewView>(apiPath(['overview']), signal),
  staleTime: staleMs,
});

export const silencesQuery = (state: 'current' | 'ended') =>
  pageQuery<SilenceView>(['silences', state], ['silences'], { state }, pageSize);

export const shadowFindingsQuery = (rule: string) =>
  pageQuery<ShadowFindingView>(['shadow-findings', rule], ['rules', rule, 'shadow-findings'], {}, pageSize);

export const riskQuery = (kind: RiskView['kind']) =>
  queryOptions({
    queryKey: ['risk', kind],
    queryFn: ({ signal }) => get<RiskView>(apiPath(['risk'], { kind, limit: pageSize }), signal),
    staleTime: staleMs,
  });

/** Rows shown of each deadline. */
const maxDeadlines = 200;

/** It changes with the clock alone, so it is read again. */
export const deadlinesQuery = (state: DeadlineView['state'] | undefined) =>
  queryOptions({
    queryKey: ['deadlines', state],
    queryFn: ({ signal }) => get<DeadlineListView>(apiPath(['deadlines'], { state, limit: maxDeadlines }), signal),
    staleTime: staleMs,
    refetchInterval: staleMs,
  });

/** Who is signed in, and what they may do. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<MeView>(apiPath(['me']), signal),
  staleTime: staleMs,
});

/** Every command there is, and which of them whoever is signed in may give. */
export const rightsQuery = queryOptions({
  queryKey: ['rights'],
  queryFn: ({ signal }) => get<{ items: CommandRight[] }>(apiPath(['me', 'commands']), signal),
  staleTime: staleMs,
});

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => get<Page<AccountView>>(apiPath(['accounts']), signal),
  staleTime: staleMs,
});

export const accountTokensQuery = (id: string) =>
  queryOptions({
    queryKey: ['account-tokens', id],
    queryFn: ({ signal }) => get<Page<AccountTokenView>>(apiPath(['accounts', id, 'tokens']), signal),
    staleTime: staleMs,
  });
