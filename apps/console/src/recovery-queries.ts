import type { RecoveryCaseView, RecoveryDossierView, RecoveryHistoryEntry, Page } from '@tillwatch/api';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { apiPath, get } from './api.js';
import { pageSize } from './queries.js';

export interface RecoveryFilter {
  step?: string;
  status?: string;
  channel?: string;
  operator?: string;
  store?: string;
  assignee?: string;
}

/** A terminal may say something at any time, and the live stream does not carry cases. */
const lookAgainMs = 5_000;

export const recoveriesQuery = (filter: RecoveryFilter) =>
  infiniteQueryOptions({
    queryKey: ['recoveries', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<RecoveryCaseView>>(
        apiPath(['recovery-cases'], { ...filter, limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<RecoveryCaseView>) => page.nextCursor,
    refetchInterval: lookAgainMs,
  });

export const recoveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['recovery', id],
    queryFn: ({ signal }) => get<RecoveryCaseView>(apiPath(['recovery-cases', id]), signal),
    refetchInterval: lookAgainMs,
  });

/** Newest first. */
export const recoveryHistoryQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['recovery-history', id],
    queryFn: ({ pageParam, signal }) =>
      get<Page<RecoveryHistoryEntry>>(
        apiPath(['recovery-cases', id, 'history'], { limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<RecoveryHistoryEntry>) => page.nextCursor,
    refetchInterval: lookAgainMs,
  });

export const dossierQuery = (id: string) =>
  queryOptions({
    queryKey: ['dossier', id],
    queryFn: ({ signal }) => get<RecoveryDossierView>(apiPath(['recovery-cases', id, 'dossier']), signal),
  });
