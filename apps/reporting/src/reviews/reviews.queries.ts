import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type {
  AccessReviewDetail,
  AccessReviewList,
  ControlFailureView,
  ControlRequestView,
  DailyReviewDetail,
  DailyReviewView,
  FourEyesView,
} from '@tillwatch/api';
import {
  type ControlFailureQuery,
  type ControlRequestQuery,
  type DailyReviewQuery,
  getAccessReview,
  getDailyReview,
  listAccessReviews,
  listControlFailures,
  listControlRequests,
  listDailyReviews,
  type PageOf,
  readFourEyes,
} from '@tillwatch/read-models';
import { reportingOptions, type ReportingOptions } from '../reporting-options.js';

export class ListControlFailures extends Query<PageOf<ControlFailureView>> {
  constructor(readonly query: ControlFailureQuery) {
    super();
  }
}

@QueryHandler(ListControlFailures)
class ListControlFailuresHandler implements IQueryHandler<ListControlFailures> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListControlFailures): Promise<PageOf<ControlFailureView>> {
    const { database } = this.options;
    return listControlFailures(database, query);
  }
}

export class ListControlRequests extends Query<PageOf<ControlRequestView>> {
  constructor(readonly query: ControlRequestQuery) {
    super();
  }
}

@QueryHandler(ListControlRequests)
class ListControlRequestsHandler implements IQueryHandler<ListControlRequests> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListControlRequests): Promise<PageOf<ControlRequestView>> {
    const { database } = this.options;
    return listControlRequests(database, query);
  }
}

export class ReadFourEyes extends Query<FourEyesView> {
  constructor(readonly tenant: string) {
    super();
  }
}

@QueryHandler(ReadFourEyes)
class ReadFourEyesHandler implements IQueryHandler<ReadFourEyes> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ tenant }: ReadFourEyes): Promise<FourEyesView> {
    const { database } = this.options;
    return readFourEyes(database, tenant);
  }
}

export class ListDailyReviews extends Query<PageOf<DailyReviewView>> {
  constructor(readonly query: DailyReviewQuery) {
    super();
  }
}

@QueryHandler(ListDailyReviews)
class ListDailyReviewsHandler implements IQueryHandler<ListDailyReviews> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ query }: ListDailyReviews): Promise<PageOf<DailyReviewView>> {
    const { database } = this.options;
    return listDailyReviews(database, query);
  }
}

export class GetDailyReview extends Query<DailyReviewDetail | undefined> {
  constructor(readonly date: string) {
    super();
  }
}

@QueryHandler(GetDailyReview)
class GetDailyReviewHandler implements IQueryHandler<GetDailyReview> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ date }: GetDailyReview): Promise<DailyReviewDetail | undefined> {
    const { database } = this.options;
    return getDailyReview(database, date);
  }
}

export class ListAccessReviews extends Query<AccessReviewList> {}

@QueryHandler(ListAccessReviews)
class ListAccessReviewsHandler implements IQueryHandler<ListAccessReviews> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute(): Promise<AccessReviewList> {
    const { database, clock } = this.options;
    return listAccessReviews(database, clock());
  }
}

export class GetAccessReview extends Query<AccessReviewDetail | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetAccessReview)
class GetAccessReviewHandler implements IQueryHandler<GetAccessReview> {
  constructor(@Inject(reportingOptions) private readonly options: ReportingOptions) {}

  execute({ id }: GetAccessReview): Promise<AccessReviewDetail | undefined> {
    const { database, clock } = this.options;
    return getAccessReview(database, id, clock());
  }
}

export const reviewQueryHandlers = [
  ListControlFailuresHandler,
  ListControlRequestsHandler,
  ReadFourEyesHandler,
  ListDailyReviewsHandler,
  GetDailyReviewHandler,
  ListAccessReviewsHandler,
  GetAccessReviewHandler,
];
