import type {
  AccessReviewDetail,
  AccessReviewList,
  ControlFailureView,
  ControlRequestView,
  DailyReviewDetail,
  DailyReviewView,
  FourEyesView,
  InspectionView,
  Page,
  RegistrationView,
} from '@tillwatch/api';
import { queryOptions } from '@tanstack/react-query';
import { apiPath, get } from './api.js';
import { pageQuery, pageSize } from './queries.js';

const staleMs = 30_000;

function oneQuery<Answer>(parts: string[]) {
  return queryOptions({
    queryKey: parts,
    queryFn: ({ signal }) => get<Answer>(apiPath(parts), signal),
    staleTime: staleMs,
  });
}

export interface RegistryFilter {
  q?: string;
  store?: string;
  state?: string;
}

export const registryQuery = (filter: RegistryFilter) =>
  pageQuery<RegistrationView>(['terminal-registry', filter], ['terminal-registry'], { ...filter }, pageSize);

/** The one to be inspected next first. */
export const inspectionsDueQuery = (store?: string) =>
  pageQuery<RegistrationView>(['inspections', store], ['inspections'], { store }, pageSize);

/** Of a terminal nobody has heard of; most are not registered, so it is asked for as a list of one or none. */
export const registrationQuery = (id: string) =>
  queryOptions({
    queryKey: ['registration', id],
    queryFn: ({ signal }) => get<Page<RegistrationView>>(apiPath(['terminal-registry'], { terminal: id }), signal),
    staleTime: staleMs,
  });

export const inspectionsQuery = (id: string) =>
  pageQuery<InspectionView>(['inspections-of', id], ['terminals', id, 'inspections'], {}, pageSize);

export const controlRequestsQuery = (filter: { status?: string; terminal?: string }) =>
  pageQuery<ControlRequestView>(['control-requests', filter], ['control-requests'], { ...filter }, pageSize);

export const fourEyesQuery = oneQuery<FourEyesView>(['four-eyes']);

export const controlFailuresQuery = pageQuery<ControlFailureView>(
  ['control-failures'],
  ['control-failures'],
  {},
  pageSize,
);

export const dailyReviewsQuery = pageQuery<DailyReviewView>(['daily-reviews'], ['daily-reviews'], {}, pageSize);
export const dailyReviewQuery = (id: string) => oneQuery<DailyReviewDetail>(['daily-reviews', id]);
export const accessReviewsQuery = oneQuery<AccessReviewList>(['access-reviews']);
export const accessReviewQuery = (id: string) => oneQuery<AccessReviewDetail>(['access-reviews', id]);
