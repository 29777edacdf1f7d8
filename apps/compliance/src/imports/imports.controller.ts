import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import {
  type ImportKind,
  type ImportKindView,
  type ImportRowStatus,
  type ImportRowView,
  type ImportView,
  may,
} from '@tillwatch/api';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import { IsIn } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Omittable } from '../alerts/alert.dto.js';
import { csvFile } from '../intake/event-bodies.js';
import { ImportFile } from './import-file.js';
import { importKinds } from './import-kinds.js';

class ImportPath {
  @ApiProperty({ enum: Object.keys(importKinds) })
  @IsIn(Object.keys(importKinds))
  kind!: ImportKind;
}

class ImportParameters {
  @ApiPropertyOptional({ enum: ['true', 'false'], default: 'true', description: '`true`: report, change nothing.' })
  @Omittable()
  @IsIn(['true', 'false'])
  dryRun: 'true' | 'false' = 'true';

  @ApiPropertyOptional({ enum: ['utf-8', 'gb18030'], default: 'utf-8', description: 'GB18030 also reads GBK, GB2312.' })
  @Omittable()
  @IsIn(['utf-8', 'gb18030'])
  charset: 'utf-8' | 'gb18030' = 'utf-8';
}

class CountsDto {
  @ApiProperty({ type: 'integer' }) created!: number;
  @ApiProperty({ type: 'integer' }) changed!: number;
  @ApiProperty({ type: 'integer' }) unchanged!: number;
  @ApiProperty({ type: 'integer' }) refused!: number;
}

class RowDto implements ImportRowView {
  @ApiProperty({ type: 'integer', description: 'In the file, from 1.' }) line!: number;
  @ApiProperty({ enum: ['created', 'changed', 'unchanged', 'refused'] }) status!: ImportRowStatus;
  @ApiPropertyOptional() operatorId?: string;
  @ApiPropertyOptional({ description: 'Why it is refused.' }) code?: string;
  @ApiPropertyOptional({ description: 'The column at fault.' }) path?: string;
}

class ImportDto implements ImportView {
  @ApiProperty({ enum: Object.keys(importKinds) }) kind!: ImportKind;
  @ApiProperty() dryRun!: boolean;
  @ApiProperty() counts!: CountsDto;
  @ApiProperty({ type: [RowDto] }) rows!: RowDto[];
}

class ImportKindDto implements ImportKindView {
  @ApiProperty({ enum: Object.keys(importKinds) }) kind!: ImportKind;
  @ApiProperty({ type: [String] }) required!: readonly string[];
  @ApiProperty({ type: [String] }) optional!: readonly string[];
}

class ImportKindsDto {
  @ApiProperty({ type: [ImportKindDto] }) items!: ImportKindDto[];
}

@ApiTags('operators')
@ApiBearerAuth()
@Controller('v1/imports')
export class ImportsController {
  constructor(private readonly commands: CommandBus) {}

  @Get()
  @Needs('operators.change')
  @ApiOperation({ summary: 'What can be imported, and the columns of each / 可导入的文件类型与列' })
  @ApiOkResponse({ type: ImportKindsDto })
  kinds(@Query() _: NoParameters): ImportKindsDto {
    const kinds = Object.entries(importKinds) as [ImportKind, (typeof importKinds)[ImportKind]][];
    return { items: kinds.map(([kind, { columns }]) => ({ kind, ...columns })) };
  }

  @Post(':kind')
  @Needs('operators.change')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Import operators, training or a roster from a CSV file, or try it / 导入操作员、培训记录或排班（可先试运行）',
    description:
      'RFC 4180, a header row, at most 10,000 rows and 1 MiB. operators: id, role, scopeClass, name, stores (separated by ;). ' +
      'training: operatorId, topic, method, completedAt, expiresAt, evidence. ' +
      'rosters: operatorId, storeId, from, to, kind (work or leave). Each row is taken or refused by itself.',
  })
  @ApiConsumes(csvFile)
  @ApiBody({ schema: { type: 'string' } })
  @ApiOkResponse({ type: ImportDto })
  import(
    @Param() { kind }: ImportPath,
    @Query() { dryRun, charset }: ImportParameters,
    @Req() request: FastifyRequest<{ Body: Buffer | undefined }>,
    @Caller() { tenant, name, roles }: Principal,
  ): Promise<ImportDto> {
    const { body, headers } = request;
    if (!body || body.length === 0) throw new CodedError(problem('body-empty'));
    if (!headers['content-type']?.startsWith(csvFile)) throw new CodedError(problem('media-type-unsupported'));
    const origin = { tenant, actor: name, seesNames: may(roles, 'personal-data.read') };
    return this.commands.execute(new ImportFile(kind, body, charset, dryRun === 'true', origin));
  }
}
