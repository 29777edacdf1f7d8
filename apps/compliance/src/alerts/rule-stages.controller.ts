import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiNoContentResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import type { RuleStage } from '@tillwatch/api';
import { ruleStages } from '@tillwatch/events';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsString, Length, Matches, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { CommandBody, maxReference, maxSentence, Omittable, Sentence } from './alert.dto.js';
import { ChangeRuleStage } from './change-rule-stage.js';

class RulePath {
  @ApiProperty()
  @Matches(/^[A-Za-z0-9._-]{1,128}$/)
  id!: string;
}

const maxStores = 200;

class StageBody extends CommandBody {
  @ApiProperty({ enum: ruleStages })
  @IsIn(ruleStages)
  stage!: RuleStage;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Of the rule: the one that runs.' })
  @IsInt()
  @Min(1)
  version!: number;

  @ApiPropertyOptional({ type: [String], maxItems: maxStores, description: 'Only in these. Left out: everywhere.' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(maxStores)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, maxReference, { each: true })
  stores?: string[];

  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  reason!: string;
}

@ApiTags('rules')
@ApiBearerAuth()
@Controller('v1/rules')
@Needs('rules.change')
export class RuleStagesController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/stage')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Make a rule draft, shadow, live or retired / 设置规则阶段',
    description:
      'It holds for what happens from now on. In shadow a rule tells nobody and keeps what it would have told.',
  })
  @ApiBody({ type: StageBody })
  @ApiNoContentResponse()
  async change(
    @Param() { id }: RulePath,
    @Req() request: FastifyRequest<{ Body: Buffer | undefined }>,
    @Caller() { tenant, name }: Principal,
  ): Promise<void> {
    const { commandId, ...wanted } = readJsonBody(StageBody, request.body);
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    await this.commands.execute(new ChangeRuleStage({ rule: id, ...wanted }, origin));
  }
}
