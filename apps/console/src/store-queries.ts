import type { Page, RiskAccount, RuleExplanation, ShiftView, StoreCalendarView, StoreView } from '@tillwatch/api';
import { queryOptions } from '@tanstack/react-query';
import { apiPath, get } from './api.js';
import { pageQuery, pageSize } from './queries.js';

const staleMs = 30_000;

export const storesQuery = (filter: { store?: string }) =>
  pageQuery<StoreView>(['stores', filter], ['stores'], { ...filter }, pageSize);

/** `null`: the store has none; the list says so without a refusal. */
export const storeCalendarQuery = (id: string) =>
  queryOptions({
    queryKey: ['store-calendar', id],
    queryFn: async ({ signal }) => {
      const { items } = await get<Page<StoreView>>(apiPath(['stores'], { store: id }), signal);
      if (items[0]?.timeZone === undefined) return null;
      return get<StoreCalendarView>(apiPath(['stores', id, 'calendar']), signal);
    },
    staleTime: staleMs,
  });

export const shiftsQuery = (operator: string) =>
  queryOptions({
    queryKey: ['shifts', operator],
    queryFn: ({ signal }) => get<Page<ShiftView>>(apiPath(['operators', operator, 'shifts']), signal),
    staleTime: staleMs,
  });

const folder = { operator: 'operators', terminal: 'terminals', store: 'stores' } as const;

export const riskOfQuery = (kind: RiskAccount['kind'], id: string) =>
  queryOptions({
    queryKey: ['risk-of', kind, id],
    queryFn: ({ signal }) => get<RiskAccount>(apiPath([folder[kind], id, 'risk']), signal),
    staleTime: staleMs,
  });

/** Whom a rule is asked about: under the parameter that names what it counts by. */
export interface Asked {
  about: 'operatorId' | 'terminalId' | 'storeId' | 'actor';
  id: string;
  from: string;
  to: string;
}

export const whyNotQuery = (rule: string, { about, id, from, to }: Asked) =>
  queryOptions({
    queryKey: ['why-not', rule, about, id, from, to],
    queryFn: ({ signal }) =>
      get<RuleExplanation>(apiPath(['rules', rule, 'explanation'], { [about]: id, from, to }), signal),
    staleTime: staleMs,
  });
