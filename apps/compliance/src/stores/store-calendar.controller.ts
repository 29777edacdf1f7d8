import { Controller, Get, HttpCode, Param, Put, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import type { StoreCalendarView } from '@tillwatch/api';
import { WeekHours } from '@tillwatch/events';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsObject,
  IsString,
  Length,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { maxReference, Name, Omittable } from '../alerts/alert.dto.js';
import { readJsonBody } from '../json-body.js';
import { ReadStoreCalendar } from './read-store-calendar.js';
import { SetStoreCalendar } from './set-store-calendar.js';

class StorePath {
  @ApiProperty({ maxLength: maxReference })
  @Name(maxReference)
  id!: string;
}

const maxZone = 64;
const maxHolidays = 400;

const hours = {
  type: 'object',
  additionalProperties: { type: 'array', items: { type: 'string' }, maxItems: 6 },
  example: { mon: ['09:00-22:00'], fri: ['09:00-14:00', '17:00-02:00'] },
  description:
    'By weekday, `mon` to `sun`; an end at or before the start is in the next day; a day left out is closed / 按星期填写营业时段；结束不晚于开始表示次日结束；未填的日子不营业',
} as const;
const timeZone = { description: 'IANA name / IANA 时区名', example: 'Asia/Shanghai' };
const holidays = 'Dates on which it does not open / 不营业的日期';

class CalendarBody {
  @ApiProperty(timeZone)
  @IsString()
  @Length(1, maxZone)
  timeZone!: string;

  @ApiProperty(hours)
  @IsObject()
  @ValidateNested()
  @Type(() => WeekHours)
  hours!: WeekHours;

  @ApiPropertyOptional({ type: [String], maxItems: maxHolidays, description: holidays })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(maxHolidays)
  @ArrayUnique()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { each: true })
  holidays?: string[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: -1,
    description: '`revision` of the calendar that was looked at, -1 for none; 409 when it has moved on.',
  })
  @Omittable()
  @IsInt()
  @Min(-1)
  expectedRevision?: number;
}

class SetByDto {
  @ApiProperty() by!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
}

class StoreCalendarDto implements StoreCalendarView {
  @ApiProperty() store!: string;
  @ApiProperty(timeZone) timeZone!: string;
  @ApiProperty(hours) hours!: StoreCalendarView['hours'];
  @ApiPropertyOptional({ type: [String], description: holidays }) holidays?: string[];
  @ApiProperty() set!: SetByDto;
  @ApiProperty({ type: 'integer' }) revision!: number;
}

@ApiTags('stores')
@ApiBearerAuth()
@Controller('v1/stores')
export class StoreCalendarController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get(':id/calendar')
  @Needs('stores.read', 'store')
  @ApiOperation({ summary: 'When a store is open / 查询门店营业日历' })
  @ApiOkResponse({ type: StoreCalendarDto })
  read(@Param() { id }: StorePath): Promise<StoreCalendarDto> {
    return this.queries.execute(new ReadStoreCalendar(id));
  }

  @Put(':id/calendar')
  @Needs('stores.change', 'store')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say when a store is open: time zone, hours by weekday, holidays / 设定门店营业日历' })
  @ApiBody({ type: CalendarBody })
  @ApiOkResponse({ type: StoreCalendarDto })
  set(
    @Param() { id }: StorePath,
    @Req() request: FastifyRequest<{ Body: Buffer | undefined }>,
    @Caller() { tenant, name }: Principal,
  ): Promise<StoreCalendarDto> {
    const { expectedRevision, timeZone, hours, holidays } = readJsonBody(CalendarBody, request.body);
    const wanted = { store: id, timeZone, hours: { ...hours }, ...(holidays && { holidays }) };
    return this.commands.execute(new SetStoreCalendar(wanted, { tenant, actor: name }, expectedRevision));
  }
}
