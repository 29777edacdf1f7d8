import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import type { FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { CompileDailyReview } from './compile-daily-review.js';
import {
  CompileBody,
  DailyReviewDto,
  DailyReviewPath,
  FourEyesBody,
  FourEyesDto,
  SignOffBody,
} from './daily-review.dto.js';
import { ChangeFourEyes } from './four-eyes.js';
import { originOf } from './origin-of.js';
import { SignOffDailyReview } from './sign-off-daily-review.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('reviews')
@ApiBearerAuth()
@Controller('v1')
export class DailyReviewsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('daily-reviews')
  @Needs('reviews.compile')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Make the automatic checks of a day, for somebody to review / 生成每日复核',
    description: 'It can be made again until the day is signed off.',
  })
  @ApiBody({ type: CompileBody })
  @ApiCreatedResponse({ type: DailyReviewDto })
  compile(@Req() request: JsonRequest, @Caller() caller: Principal): Promise<DailyReviewDto> {
    const { commandId, date, zone = '+00:00' } = readJsonBody(CompileBody, request.body);
    return this.commands.execute(new CompileDailyReview(date, zone, originOf(caller, commandId)));
  }

  @Post('daily-reviews/:id/sign-off')
  @Needs('reviews.decide')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Sign a day off, as somebody who handled none of its alerts / 签署每日复核',
    description: 'Where one person has to be enough, `singlePerson` marks that they were the same.',
  })
  @ApiBody({ type: SignOffBody })
  @ApiOkResponse({ type: DailyReviewDto })
  signOff(
    @Param() { id }: DailyReviewPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<DailyReviewDto> {
    const { commandId, ...wanted } = readJsonBody(SignOffBody, request.body);
    return this.commands.execute(new SignOffDailyReview(id, wanted, originOf(caller, commandId)));
  }

  @Post('four-eyes')
  @Needs('four-eyes.change')
  @HttpCode(200)
  @ApiOperation({ summary: 'Set whether what is risky takes two people / 设定是否需要双人复核' })
  @ApiBody({ type: FourEyesBody })
  @ApiOkResponse({ type: FourEyesDto })
  fourEyes(@Req() request: JsonRequest, @Caller() caller: Principal): Promise<FourEyesDto> {
    const { commandId, ...wanted } = readJsonBody(FourEyesBody, request.body);
    return this.commands.execute(new ChangeFourEyes(wanted, originOf(caller, commandId)));
  }
}
