import type {
  ConformanceView,
  ContactView,
  ImportKindView,
  OnePersonStoreView,
  PoliciesView,
  RevealView,
  TrainingView,
} from '@tillwatch/api';
import { queryOptions } from '@tanstack/react-query';
import { apiPath, get, type Parameters } from './api.js';
import { pageQuery, pageSize } from './queries.js';

export interface TrainingFilter {
  overdue?: string;
  operator?: string;
}

export interface ConformanceFilter {
  state?: string;
  store?: string;
  terminal?: string;
}

/** The most urgent first. */
export const trainingQuery = (filter: TrainingFilter) =>
  pageQuery<TrainingView>(['training', filter], ['training'], { ...filter } as Parameters, pageSize);

export const conformanceQuery = (filter: ConformanceFilter) =>
  pageQuery<ConformanceView>(['conformance', filter], ['conformance'], { ...filter } as Parameters, pageSize);

/** Newest first. */
export const revealsQuery = (filter: { thing?: string; id?: string }) =>
  pageQuery<RevealView>(['reveals', filter], ['reveals'], { ...filter }, pageSize);

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => get<PoliciesView>(apiPath(['policies']), signal),
});

export const contactQuery = (operatorId: string) =>
  queryOptions({
    queryKey: ['contact', operatorId],
    queryFn: ({ signal }) => get<{ contact?: ContactView }>(apiPath(['operators', operatorId, 'contact']), signal),
  });

export const onePersonStoresQuery = queryOptions({
  queryKey: ['one-person-stores'],
  queryFn: ({ signal }) => get<{ items: OnePersonStoreView[] }>(apiPath(['one-person-stores']), signal),
});

export const importKindsQuery = queryOptions({
  queryKey: ['import-kinds'],
  queryFn: ({ signal }) => get<{ items: ImportKindView[] }>(apiPath(['imports']), signal),
  staleTime: Infinity,
});
