import { Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import type { ShiftView } from '@tillwatch/api';
import { isInstant, shiftKinds, type ShiftKind } from '@tillwatch/events';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { IsIn, IsUUID, ValidateBy } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { CommandBody, maxPersonId, maxReference, Name } from '../alerts/alert.dto.js';
import { readJsonBody } from '../json-body.js';
import { CancelShift } from './cancel-shift.js';
import { ListShifts, maxListed } from './list-shifts.js';
import { PlanShift } from './plan-shift.js';

const instant = { type: String, format: 'date-time' } as const;

function Instant(): PropertyDecorator {
  return ValidateBy({ name: 'isInstant', validator: { validate: isInstant } });
}

class OperatorPath {
  @ApiProperty({ maxLength: maxPersonId })
  @Name(maxPersonId)
  id!: string;
}

class ShiftPath extends OperatorPath {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  shiftId!: string;
}

export class ShiftBody extends CommandBody {
  @ApiProperty({ maxLength: maxReference, description: 'Where / 门店' })
  @Name(maxReference)
  storeId!: string;

  @ApiProperty(instant)
  @Instant()
  from!: string;

  @ApiProperty({
    ...instant,
    description: 'At most two days of work, 400 days of leave / 班次最长两天，休假最长 400 天',
  })
  @Instant()
  to!: string;

  @ApiProperty({ enum: shiftKinds, description: 'Work or leave / 上班或休假' })
  @IsIn(shiftKinds)
  kind!: ShiftKind;
}

class ShiftDto implements ShiftView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() operatorId!: string;
  @ApiProperty() storeId!: string;
  @ApiProperty(instant) from!: string;
  @ApiProperty(instant) to!: string;
  @ApiProperty({ enum: shiftKinds }) kind!: ShiftKind;
  @ApiProperty() cancelled!: boolean;
  @ApiProperty() actor!: string;
}

class ShiftsDto {
  @ApiProperty({ type: [ShiftDto], maxItems: maxListed }) items!: ShiftDto[];
}

@ApiTags('operators')
@ApiBearerAuth()
@Controller('v1/operators')
export class ShiftsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get(':id/shifts')
  @Needs('operators.read', 'operator')
  @ApiOperation({ summary: 'Shifts and leave of an operator, the one that starts last first / 查询操作员的排班' })
  @ApiOkResponse({ type: ShiftsDto })
  async list(@Param() { id }: OperatorPath): Promise<ShiftsDto> {
    return { items: await this.queries.execute(new ListShifts(id.normalize('NFC'))) };
  }

  @Post(':id/shifts')
  @Needs('operators.change', 'operator')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Plan a shift or leave of an operator / 为操作员安排班次或休假',
    description:
      'Logins are compared with it, past ones too: an alert that a shift told later explains is superseded / 登录会与排班比对，包括以前的登录；后来补录的班次会使相应告警被取代。',
  })
  @ApiBody({ type: ShiftBody })
  @ApiCreatedResponse({ type: ShiftDto })
  plan(
    @Param() { id }: OperatorPath,
    @Req() request: FastifyRequest<{ Body: Buffer | undefined }>,
    @Caller() { tenant, name }: Principal,
  ): Promise<ShiftDto> {
    const { commandId, ...wanted } = readJsonBody(ShiftBody, request.body);
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return this.commands.execute(new PlanShift({ ...wanted, operatorId: id.normalize('NFC') }, origin));
  }

  @Delete(':id/shifts/:shiftId')
  @Needs('operators.change', 'operator')
  @HttpCode(204)
  @ApiOperation({ summary: 'Cancel a shift or leave / 取消班次或休假' })
  @ApiNoContentResponse()
  async cancel(@Param() { id, shiftId }: ShiftPath, @Caller() { tenant, name }: Principal): Promise<void> {
    await this.commands.execute(new CancelShift(id.normalize('NFC'), shiftId, { tenant, actor: name }));
  }
}
