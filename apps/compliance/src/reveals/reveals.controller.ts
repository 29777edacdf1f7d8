import { applyDecorators, Controller, Header, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { RevealAnswer, RevealedThing } from '@tillwatch/api';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { CommandBody, maxReference, maxSentence, Sentence } from '../alerts/alert.dto.js';
import { readJsonBody } from '../json-body.js';
import { OperatorPath } from '../operators/operator.dto.js';
import { RecoveryPath } from '../recovery/recovery.dto.js';
import { RevealPersonalData } from './reveal-personal-data.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

class RevealBody extends CommandBody {
  @ApiProperty({
    maxLength: maxReference,
    description: 'JSON pointer into what GET answers: `/registration/name`, `/evidence/0/reference`.',
  })
  @Matches(/^(?:\/[A-Za-z0-9]{1,40}){1,6}$/)
  field!: string;

  @ApiProperty({ maxLength: maxSentence, description: 'Kept for good, with who and what.' })
  @Sentence()
  reason!: string;
}

class RevealDto implements RevealAnswer {
  @ApiProperty() field!: string;
  @ApiProperty({ type: [String], description: 'What it says; several where it is a list.' }) values!: string[];
}

function reveals(summary: string): MethodDecorator {
  return applyDecorators(
    HttpCode(200),
    Header('cache-control', 'no-store'),
    ApiOperation({ summary, description: 'The event `PersonalDataRevealed` is stored first; without it, nothing.' }),
    ApiBody({ type: RevealBody }),
    ApiOkResponse({ type: RevealDto }),
  );
}

@ApiTags('personal data')
@ApiBearerAuth()
@Controller('v1')
@Needs('personal-data.reveal')
export class RevealsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('operators/:id/reveal')
  @Needs('personal-data.reveal', 'operator')
  @reveals('Show a masked field of an operator, for a reason that is kept / 说明原因后查看操作员的脱敏字段')
  ofOperator(@Param() { id }: OperatorPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.reveal('operator', id, request, caller);
  }

  @Post('recovery-cases/:id/reveal')
  @reveals('Show a masked field of a recovery case, for a reason that is kept / 说明原因后查看工单的脱敏字段')
  ofRecovery(@Param() { id }: RecoveryPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    return this.reveal('recovery-case', id.toLowerCase(), request, caller);
  }

  private reveal(
    thing: RevealedThing,
    id: string,
    { body }: JsonRequest,
    { tenant, name }: Principal,
  ): Promise<RevealDto> {
    const { commandId, field, reason } = readJsonBody(RevealBody, body);
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return this.commands.execute(new RevealPersonalData(thing, id, field, reason, origin));
  }
}
