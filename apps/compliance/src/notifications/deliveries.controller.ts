import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Needs } from '@tillwatch/http';
import { DeliveriesQuery, DeliveryDto, DeliveryPageDto, DeliveryPath } from './deliveries.dto.js';
import { ListDeliveries } from './list-deliveries.js';
import { RetryDelivery } from './retry-delivery.js';

@ApiTags('notifications')
@ApiBearerAuth()
@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Needs('notifications.read')
  @ApiOperation({ summary: 'What was told to whom, with every attempt / 通知投递记录' })
  @ApiOkResponse({ type: DeliveryPageDto })
  list(@Query() { cursor: after, ...query }: DeliveriesQuery): Promise<DeliveryPageDto> {
    return this.queries.execute(new ListDeliveries({ ...query, ...(after !== undefined && { after }) }));
  }

  @Post(':id/retry')
  @Needs('notifications.change')
  @HttpCode(202)
  @ApiOperation({ summary: 'Try a delivery again, at once / 重新投递' })
  @ApiAcceptedResponse({ type: DeliveryDto })
  retry(@Param() { id }: DeliveryPath): Promise<DeliveryDto> {
    return this.commands.execute(new RetryDelivery(id));
  }
}
