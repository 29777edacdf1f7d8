import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import type { FastifyRequest } from 'fastify';
import { readJsonBody, strictly } from '../json-body.js';
import { ChangePolicy, type PolicyChange } from './change-policy.js';
import { ChoosePolicy } from './choose-policy.js';
import { ChoiceBody, DiscardBody, ForceBody, PolicyPath, PolicyPublishedDto, PublishBody, SettingsBody } from './policy.dto.js'; // prettier-ignore

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('policies')
@ApiBearerAuth()
@Controller('v1/policies')
export class PolicyActionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':profile/versions')
  @Needs('policies.change')
  @ApiOperation({
    summary: 'Write the next version of a policy profile / 发布策略模板的新版本',
    description:
      'In force at once where one person is enough, else a draft that somebody else puts in force. What happened before is judged by the version of its time. A new name is a new profile.',
  })
  @ApiBody({ type: PublishBody })
  @ApiCreatedResponse({ type: PolicyPublishedDto })
  publish(
    @Param() { profile }: PolicyPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<PolicyPublishedDto> {
    const { commandId, settings: given, ...said } = readJsonBody(PublishBody, request.body);
    const settings = { ...strictly(SettingsBody, given, '/settings') };
    return this.change(profile, { kind: 'write', settings, ...said }, caller, commandId);
  }

  @Post(':profile/draft/put-in-force')
  @Needs('policies.change')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Put in force what somebody else wrote / 批准策略草案生效',
    description: 'Its author may where one person is enough.',
  })
  @ApiBody({ type: ForceBody })
  @ApiOkResponse({ type: PolicyPublishedDto })
  putInForce(
    @Param() { profile }: PolicyPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<PolicyPublishedDto> {
    const { commandId, draft } = readJsonBody(ForceBody, request.body);
    return this.change(profile, { kind: 'put-in-force', draft }, caller, commandId);
  }

  @Post(':profile/draft/discard')
  @Needs('policies.change')
  @HttpCode(204)
  @ApiOperation({ summary: 'Do not put a draft in force / 作废策略草案' })
  @ApiBody({ type: DiscardBody })
  @ApiNoContentResponse()
  async discard(
    @Param() { profile }: PolicyPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<void> {
    const { commandId, ...said } = readJsonBody(DiscardBody, request.body);
    await this.change(profile, { kind: 'discard', ...said }, caller, commandId);
  }

  private change(
    profile: string,
    change: PolicyChange,
    { tenant, name }: Principal,
    commandId: string | undefined,
  ): Promise<PolicyPublishedDto> {
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return this.commands.execute(new ChangePolicy(profile, change, origin));
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
