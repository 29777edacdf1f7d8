import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { InspectionResult, RegistrationView } from '@tillwatch/api';
import { CREDIT_CODE, inspectionResults, MAX_INSPECTION_DAYS, MERCHANT_CODE } from '@tillwatch/events';
import { Type } from 'class-transformer';
import { IsInt, IsLatitude, IsLongitude, IsNumber, IsObject, Matches, Max, Min, ValidateNested } from 'class-validator';
import { CommandBody, maxPersonId, maxReference, maxSentence, Name, Omittable, Sentence } from '../alerts/alert.dto.js';
import { DoneByDto } from '../alerts/done-by.dto.js';

const instant = { type: String, format: 'date-time' } as const;
const accountForm = /^[0-9A-Za-z](?:[ -]?[0-9A-Za-z]){7,63}$/;

export class GeoPointBody {
  @ApiProperty({ minimum: -90, maximum: 90, description: 'WGS 84.' }) @IsNumber() @IsLatitude() latitude!: number;
  @ApiProperty({ minimum: -180, maximum: 180 }) @IsNumber() @IsLongitude() longitude!: number;
}

/** The five items of PBoC Notice 259. */
export class BindingBody {
  @ApiProperty({ maxLength: 15 }) @Matches(MERCHANT_CODE) acquirerCode!: string;
  @ApiProperty({ maxLength: 15 }) @Matches(MERCHANT_CODE) merchantCode!: string;
  @ApiProperty({ description: 'Unified social credit code (GB 32100-2015), check character included.' })
  @Matches(CREDIT_CODE)
  merchantCreditCode!: string;
  @ApiProperty({ description: 'Only its last four characters and a keyed hash are kept.' })
  @Matches(accountForm)
  settlementAccount!: string;
  @ApiProperty({ maxLength: maxSentence }) @Sentence() deploymentAddress!: string;
}

export class RegisterBody extends CommandBody {
  @ApiProperty({ description: 'Terminal id, as its events name it.' }) @Matches(/^[A-Za-z0-9._-]{1,64}$/) id!: string;
  @ApiProperty({ maxLength: maxReference }) @Name(maxReference) model!: string;
  @ApiProperty({ maxLength: maxReference, description: 'Of one terminal at a time.' })
  @Name(maxReference)
  serial!: string;
  @ApiProperty() @IsObject() @ValidateNested() @Type(() => BindingBody) binding!: BindingBody;
  @ApiProperty({ maxLength: maxReference }) @Name(maxReference) storeId!: string;
  @ApiProperty({ maxLength: maxPersonId, description: 'Who keeps it.' }) @Name(maxPersonId) custodian!: string;
  @ApiPropertyOptional({ description: 'Where it is expected to stand.' })
  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => GeoPointBody)
  location?: GeoPointBody;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_INSPECTION_DAYS, default: 90 })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(MAX_INSPECTION_DAYS)
  inspectEveryDays?: number;
}

class RegistryChangeBody extends CommandBody {
  @ApiProperty({ maxLength: maxSentence }) @Sentence() reason!: string;
}

export class RetireBody extends RegistryChangeBody {}

export class BindingChangeBody extends RegistryChangeBody {
  @ApiProperty() @IsObject() @ValidateNested() @Type(() => BindingBody) binding!: BindingBody;
}

export class CustodianBody extends RegistryChangeBody {
  @ApiProperty({ maxLength: maxPersonId }) @Name(maxPersonId) custodian!: string;
}

export class MoveBody extends RegistryChangeBody {
  @ApiProperty({ maxLength: maxReference }) @Name(maxReference) storeId!: string;
  @ApiProperty({ maxLength: maxSentence }) @Sentence() deploymentAddress!: string;
  @ApiPropertyOptional({ description: 'Left out: not known any more.' })
  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => GeoPointBody)
  location?: GeoPointBody;
}

export class ScheduleBody extends CommandBody {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_INSPECTION_DAYS })
  @IsInt()
  @Min(1)
  @Max(MAX_INSPECTION_DAYS)
  everyDays!: number;
  @ApiProperty({ maxLength: maxReference, description: 'Of the targeted risk analysis the interval comes from.' })
  @Name(maxReference)
  riskAnalysis!: string;
}

class RetiredDto extends DoneByDto {
  @ApiProperty() reason!: string;
}

class LastInspectionDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty(instant) at!: string;
  @ApiProperty({ enum: inspectionResults }) result!: InspectionResult;
}

export class RegistrationDto implements RegistrationView {
  @ApiProperty() id!: string;
  @ApiProperty() model!: string;
  @ApiProperty() serial!: string;
  @ApiProperty() binding!: BindingBody;
  @ApiProperty() storeId!: string;
  @ApiProperty() custodian!: string;
  @ApiPropertyOptional() location?: GeoPointBody;
  @ApiProperty() registered!: DoneByDto;
  @ApiPropertyOptional() retired?: RetiredDto;
  @ApiProperty({ type: 'integer' }) inspectEveryDays!: number;
  @ApiPropertyOptional() riskAnalysis?: string;
  @ApiPropertyOptional() lastInspection?: LastInspectionDto;
  @ApiProperty(instant) inspectionDue!: string;
}
