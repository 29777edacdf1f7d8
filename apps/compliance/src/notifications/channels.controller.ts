import { Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import type { FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { ChannelBody, ChannelDto, ChannelListDto, ChannelPath } from './channels.dto.js';
import { DeliveryDto } from './deliveries.dto.js';
import { ListChannels } from './list-channels.js';
import { RemoveChannel } from './remove-channel.js';
import { SaveChannel } from './save-channel.js';
import { TestChannel } from './test-channel.js';

type BodyRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('notifications')
@ApiBearerAuth()
@Controller('v1/notification-channels')
@Needs('notifications.change')
export class ChannelsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Needs('notifications.read')
  @ApiOperation({ summary: 'Where notifications go / 通知渠道' })
  @ApiOkResponse({ type: ChannelListDto })
  async list(@Query() _: NoParameters): Promise<ChannelListDto> {
    return { items: await this.queries.execute(new ListChannels()) };
  }

  @Post()
  @ApiOperation({ summary: 'Create a channel / 新建通知渠道' })
  @ApiBody({ type: ChannelBody })
  @ApiCreatedResponse({ type: ChannelDto })
  create(@Req() request: BodyRequest, @Caller() caller: Principal): Promise<ChannelDto> {
    return this.save(request, caller);
  }

  @Put(':id')
  @ApiOperation({
    summary: 'Change a channel / 修改通知渠道',
    description:
      'All of it, but for secrets: those left out stay. A channel that was switched off is switched on again so.',
  })
  @ApiBody({ type: ChannelBody })
  @ApiOkResponse({ type: ChannelDto })
  change(@Param() { id }: ChannelPath, @Req() request: BodyRequest, @Caller() caller: Principal): Promise<ChannelDto> {
    return this.save(request, caller, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Remove a channel / 删除通知渠道',
    description: 'What waits for it is recorded as not sent.',
  })
  @ApiNoContentResponse()
  remove(@Param() { id }: ChannelPath, @Caller() caller: Principal): Promise<void> {
    return this.commands.execute(new RemoveChannel(id, caller.name));
  }

  @Post(':id/test')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send a test to a channel / 发送测试通知',
    description: 'Its delivery tells what came of it.',
  })
  @ApiAcceptedResponse({ type: DeliveryDto })
  test(@Param() { id }: ChannelPath): Promise<DeliveryDto> {
    return this.commands.execute(new TestChannel(id));
  }

  private save(request: BodyRequest, caller: Principal, id?: string): Promise<ChannelDto> {
    const { target, ...choice } = readJsonBody(ChannelBody, request.body);
    return this.commands.execute(new SaveChannel(choice, target, caller.name, id));
  }
}
