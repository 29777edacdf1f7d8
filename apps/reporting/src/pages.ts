import { Inject, Injectable } from '@nestjs/common';
import type { Page } from '@tillwatch/api';
import { etagOf, type Principal } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyReply } from 'fastify';
import type { PageCursor, PageOf } from '@tillwatch/read-models';
import { Cursors } from './cursors.js';
import { pageLimitDefault } from './parameter-rules.js';

/** What a list's parameters have besides its filters. */
interface PageParameters {
  limit?: number;
  cursor?: string;
}

/** Turns a reader's pages into answers: opens the cursor that came in and seals the one that goes out. */
@Injectable()
export class Pages {
  constructor(@Inject(Cursors) private readonly cursors: Cursors) {}

  /** `route` names the list with the ids in its path; together with the filters and the tenant it binds the cursor. */
  async answer<Item>(
    route: string,
    caller: Principal,
    { limit = pageLimitDefault, cursor, ...filters }: PageParameters,
    read: (place: { limit: number; after?: PageCursor }) => Promise<PageOf<Item>>,
  ): Promise<Page<Item>> {
    const list = { route, tenant: caller.tenant, filters };
    const after = cursor === undefined ? undefined : this.cursors.open<PageCursor>(list, cursor);
    const page = await read(after ? { limit, after } : { limit });
    return page.after ? { items: page.items, nextCursor: this.cursors.seal(list, page.after) } : { items: page.items };
  }
}

/** ms since 1970 of what `InstantParameter` let through. Throws `parameter-invalid` when the range runs backwards. */
export function rangeOf({ from, to }: { from?: string; to?: string }): { from?: number; to?: number } {
  const range: { from?: number; to?: number } = {};
  if (from !== undefined) range.from = Date.parse(from);
  if (to !== undefined) range.to = Date.parse(to);
  if (range.from !== undefined && range.to !== undefined && range.from > range.to) {
    throw new CodedError(problem('parameter-invalid', '/from', 'It is later than `to`.'));
  }
  return range;
}

/** The answer with its `ETag`, for who decides upon it by `If-Match`. */
export function withEtag<View extends { revision: number }>(reply: FastifyReply, view: View): View {
  void reply.header('etag', etagOf(view.revision));
  return view;
}

/** Throws `not-found` for what a reader does not have. */
export function found<Item>(item: Item | undefined): Item {
  if (item === undefined) throw new CodedError(problem('not-found'));
  return item;
}

/** The filters that were given. */
export function definedOf<Filters extends object>(
  filters: Filters,
): { [Name in keyof Filters]?: NonNullable<Filters[Name]> } {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as never;
}
