import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type {
  AccessReviewDetail,
  AccessReviewList,
  ControlFailureView,
  ControlRequestView,
  DailyReviewDetail,
  DailyReviewView,
  FourEyesView,
  Page,
} from '@tillwatch/api';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import { definedOf, found, Pages } from '../pages.js';
import { CursorParameter, IdFilter, IdParameter, LimitParameter, OneOf } from '../parameter-rules.js';
import { ControlFailurePage, ControlRequestPage, FourEyesAnswer } from './control.answer.js';
import {
  AccessReviewDetailAnswer,
  AccessReviewListAnswer,
  DailyReviewDetailAnswer,
  DailyReviewPage,
} from './review.answer.js';
import {
  GetAccessReview,
  GetDailyReview,
  ListAccessReviews,
  ListControlFailures,
  ListControlRequests,
  ListDailyReviews,
  ReadFourEyes,
} from './reviews.queries.js';

class RecordPath {
  @IdParameter() id!: string;
}

class PageParameters {
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

class FailureParameters extends PageParameters {
  @OneOf(['open', 'resumed', 'closed']) status?: ControlFailureView['status'];
}

class RequestParameters extends PageParameters {
  @OneOf(['pending', 'approved', 'rejected']) status?: ControlRequestView['status'];
  @IdFilter() terminal?: string;
}

@ApiTags('reviews')
@ApiBearerAuth()
@Controller('v1')
export class ReviewsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get('control-failures')
  @Needs('reviews.read')
  @ApiOperation({ summary: 'Security controls that failed, the latest first / 安全控制失效登记' })
  @ApiOkResponse({ type: ControlFailurePage })
  failures(@Query() parameters: FailureParameters, @Caller() caller: Principal): Promise<Page<ControlFailureView>> {
    const filter = definedOf({ status: parameters.status });
    return this.pages.answer('control-failures', caller, parameters, (place) =>
      this.queries.execute(new ListControlFailures({ ...filter, ...place })),
    );
  }

  @Get('control-requests')
  @Needs('terminals.read')
  @ApiOperation({ summary: 'Freezes and unfreezes that somebody else decides on, the latest first / 冻结与解冻申请' })
  @ApiOkResponse({ type: ControlRequestPage })
  requests(@Query() parameters: RequestParameters, @Caller() caller: Principal): Promise<Page<ControlRequestView>> {
    const filter = definedOf({ status: parameters.status, terminal: parameters.terminal });
    return this.pages.answer('control-requests', caller, parameters, (place) =>
      this.queries.execute(new ListControlRequests({ ...filter, ...place })),
    );
  }

  @Get('four-eyes')
  @Needs('terminals.read')
  @ApiOperation({ summary: 'Whether what is risky takes two people / 是否需要双人复核' })
  @ApiOkResponse({ type: FourEyesAnswer })
  fourEyes(@Caller() { tenant }: Principal, @Query() _: NoParameters): Promise<FourEyesView> {
    return this.queries.execute(new ReadFourEyes(tenant));
  }

  @Get('daily-reviews')
  @Needs('reviews.read')
  @ApiOperation({ summary: 'Days that were reviewed, the latest first / 每日复核列表' })
  @ApiOkResponse({ type: DailyReviewPage })
  dailyReviews(@Query() parameters: PageParameters, @Caller() caller: Principal): Promise<Page<DailyReviewView>> {
    return this.pages.answer('daily-reviews', caller, parameters, (place) =>
      this.queries.execute(new ListDailyReviews(place)),
    );
  }

  @Get('daily-reviews/:id')
  @Needs('reviews.read')
  @ApiOperation({ summary: 'One day: what was found, and who signed it off / 某日复核详情' })
  @ApiOkResponse({ type: DailyReviewDetailAnswer })
  async dailyReview(@Param() { id }: RecordPath, @Query() _: NoParameters): Promise<DailyReviewDetail> {
    return found(await this.queries.execute(new GetDailyReview(id)));
  }

  @Get('access-reviews')
  @Needs('reviews.read')
  @ApiOperation({ summary: 'Reviews of who has access, the latest first, at most 200 / 访问权限复核列表' })
  @ApiOkResponse({ type: AccessReviewListAnswer })
  accessReviews(@Query() _: NoParameters): Promise<AccessReviewList> {
    return this.queries.execute(new ListAccessReviews());
  }

  @Get('access-reviews/:id')
  @Needs('reviews.read')
  @ApiOperation({ summary: 'One review, with every account in it / 访问权限复核详情' })
  @ApiOkResponse({ type: AccessReviewDetailAnswer })
  async accessReview(@Param() { id }: RecordPath, @Query() _: NoParameters): Promise<AccessReviewDetail> {
    return found(await this.queries.execute(new GetAccessReview(id)));
  }
}
