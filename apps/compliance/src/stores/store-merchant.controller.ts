import { Controller, HttpCode, Param, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger'; // prettier-ignore
import type { StoreMerchantView } from '@tillwatch/api';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import type { FastifyRequest } from 'fastify';
import { CommandBody, maxReference, maxSentence, Name, Omittable, Sentence } from '../alerts/alert.dto.js';
import { DoneByDto } from '../alerts/done-by.dto.js';
import { readJsonBody } from '../json-body.js';
import { originOf } from '../reviews/origin-of.js';
import { ChangeStoreMerchant } from './change-store-merchant.js';

class StoreMerchantPath {
  @ApiProperty({ maxLength: maxReference }) @Name(maxReference) id!: string;
}

class MerchantBody extends CommandBody {
  @ApiPropertyOptional({ maxLength: maxReference, description: 'Left out: none any more / 不填表示不再属于任何商户' })
  @Omittable()
  @Name(maxReference)
  merchant?: string;

  @ApiProperty({ maxLength: maxSentence }) @Sentence() reason!: string;
}

class StoreChangedDto extends DoneByDto {
  @ApiProperty() reason!: string;
}

class StoreMerchantDto implements StoreMerchantView {
  @ApiProperty() storeId!: string;
  @ApiPropertyOptional() merchant?: string;
  @ApiProperty({ type: StoreChangedDto }) changed!: StoreChangedDto;
}

@ApiTags('stores')
@ApiBearerAuth()
@Controller('v1/stores')
export class StoreMerchantController {
  constructor(private readonly commands: CommandBus) {}

  @Put(':id/merchant')
  @Needs('stores.assign')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Say which merchant runs a store / 设定门店所属商户',
    description:
      'Accounts that are granted for a merchant see and act in its stores, also those that join later, from the next request on / 按商户授权的账户自下一次请求起即可查看并管理其门店',
  })
  @ApiBody({ type: MerchantBody })
  @ApiOkResponse({ type: StoreMerchantDto })
  change(
    @Param() { id }: StoreMerchantPath,
    @Req() request: FastifyRequest<{ Body: Buffer | undefined }>,
    @Caller() caller: Principal,
  ): Promise<StoreMerchantDto> {
    const { commandId, ...wanted } = readJsonBody(MerchantBody, request.body);
    return this.commands.execute(new ChangeStoreMerchant(id, wanted, originOf(caller, commandId)));
  }
}
