import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyRequest } from 'fastify';
import { AlertPath as RecordPath, maxSentence } from '../alerts/alert.dto.js';
import { withoutSecrets } from '../alerts/decisions.js';
import { readJsonBody } from '../json-body.js';
import { AccessReviewDto, CloseReviewBody, DecisionsBody, OpenReviewBody } from './access-review.dto.js';
import { ChangeAccessReview, OpenAccessReview } from './change-access-review.js';
import { originOf } from './origin-of.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('reviews')
@ApiBearerAuth()
@Controller('v1/access-reviews')
export class AccessReviewsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Needs('reviews.decide')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Begin a review of who has access, with what is known of each account now / 发起访问权限复核',
    description:
      "Operators and the platform's own accounts, at most 2,000 in all; more are reviewed store by store. Closing it switches off the accounts that are to be removed.",
  })
  @ApiBody({ type: OpenReviewBody })
  @ApiCreatedResponse({ type: AccessReviewDto })
  open(@Req() request: JsonRequest, @Caller() caller: Principal): Promise<AccessReviewDto> {
    const { commandId, ...wanted } = readJsonBody(OpenReviewBody, request.body);
    return this.commands.execute(new OpenAccessReview(wanted, originOf(caller, commandId)));
  }

  @Post(':id/decisions')
  @Needs('reviews.decide')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide which accounts keep their access / 逐个账号作出权限决定' })
  @ApiBody({ type: DecisionsBody })
  @ApiOkResponse({ type: AccessReviewDto })
  decide(
    @Param() { id }: RecordPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<AccessReviewDto> {
    const { commandId, decisions } = readJsonBody(DecisionsBody, request.body);
    const [byOperator, byAccount]: Record<string, unknown>[] = [{}, {}];
    for (const { operatorId, accountId, decision, reason } of decisions) {
      if ((operatorId === undefined) === (accountId === undefined))
        throw new CodedError(problem('parameter-invalid', '/decisions', 'Each is about an operator or an account.'));
      const decided = { decision, reason: withoutSecrets('decisions', reason, maxSentence) };
      if (accountId === undefined) byOperator![operatorId!.normalize('NFC')] = decided;
      else byAccount![accountId.toLowerCase()] = decided;
    }
    const own = Object.keys(byAccount!).length > 0 ? { console: byAccount! } : {};
    const data = { actor: caller.name, decisions: byOperator!, ...own };
    const wanted = { name: 'AccessReviewDecided' as const, data };
    return this.commands.execute(new ChangeAccessReview(id, wanted, originOf(caller, commandId)));
  }

  @Post(':id/close')
  @Needs('reviews.decide')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close it when every account is decided / 关闭访问权限复核' })
  @ApiBody({ type: CloseReviewBody })
  @ApiOkResponse({ type: AccessReviewDto })
  close(
    @Param() { id }: RecordPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<AccessReviewDto> {
    const { commandId, note } = readJsonBody(CloseReviewBody, request.body);
    const said = note === undefined ? {} : { note: withoutSecrets('note', note, maxSentence) };
    const wanted = { name: 'AccessReviewClosed' as const, data: { actor: caller.name, ...said } };
    return this.commands.execute(new ChangeAccessReview(id, wanted, originOf(caller, commandId)));
  }
}
