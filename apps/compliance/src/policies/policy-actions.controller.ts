import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import type { FastifyRequest } from 'fastify';
import { readJsonBody, strictly } from '../json-body.js';
import { ChoosePolicy } from './choose-policy.js';
import { ChoiceBody, PolicyPath, PolicyPublishedDto, PublishBody, SettingsBody } from './policy.dto.js';
import { PublishPolicy } from './publish-policy.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('policies')
@ApiBearerAuth()
@Controller('v1/policies')
export class PolicyActionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':profile/versions')
  @Needs('policies.change')
  @ApiOperation({
    summary: 'Publish the next version of a policy profile / 发布策略模板的新版本',
    description:
      'It is in force at once; what happened before is judged by the version of its time. A new name is a new profile.',
  })
  @ApiBody({ type: PublishBody })
  @ApiCreatedResponse({ type: PolicyPublishedDto })
  publish(
    @Param() { profile }: PolicyPath,
    @Req() request: JsonRequest,
    @Caller() { tenant, name }: Principal,
  ): Promise<PolicyPublishedDto> {
    const { commandId, basedOn, reason, settings: given } = readJsonBody(PublishBody, request.body);
    const settings = { ...strictly(SettingsBody, given, '/settings') };
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return this.commands.execute(new PublishPolicy({ profile, settings, reason }, origin, basedOn));
  }

  @Post('choice')
  @Needs('policies.change')
  @HttpCode(204)
  @ApiOperation({ summary: 'Choose the profile that all stores, or one, go by / 选用策略模板' })
  @ApiBody({ type: ChoiceBody })
  @ApiNoContentResponse()
  async choose(@Req() request: JsonRequest, @Caller() { tenant, name }: Principal): Promise<void> {
    const { commandId, profile, ...wanted } = readJsonBody(ChoiceBody, request.body);
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    await this.commands.execute(new ChoosePolicy({ ...wanted, ...(profile !== null && { profile }) }, origin));
  }
}
