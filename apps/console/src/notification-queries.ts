import type { DeliveryView, NotificationChannelView, Page } from '@tillwatch/api';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { apiPath, get } from './api.js';
import { pageSize } from './queries.js';

export interface DeliveryFilter {
  channel?: string;
  status?: string;
}

/** No live changes tell of these: they are asked for often while something is under way. */
const [underWayMs, quietMs] = [2_000, 15_000];

export const channelsQuery = queryOptions({
  queryKey: ['notification-channels'],
  queryFn: ({ signal }) => get<{ items: NotificationChannelView[] }>(apiPath(['notification-channels']), signal),
  refetchInterval: ({ state }) => (state.data?.items.some(({ pending }) => pending > 0) ? underWayMs : quietMs),
});

export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<DeliveryView>>(apiPath(['deliveries'], { ...filter, limit: pageSize, cursor: pageParam }), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<DeliveryView>) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'pending')) ? underWayMs : quietMs,
  });
