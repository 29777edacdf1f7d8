import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { InspectionResult, InspectionView, RegistrationView, TerminalBindingView } from '@tillwatch/api';
import { DoneByAnswer } from '../done-by.answer.js';

const instant = { type: String, format: 'date-time' } as const;
const results: InspectionResult[] = ['ok', 'defect', 'tamper', 'substitution'];

class RetiredAnswer extends DoneByAnswer {
  @ApiProperty() reason!: string;
}

class BindingAnswer implements TerminalBindingView {
  @ApiProperty() acquirerCode!: string;
  @ApiProperty() merchantCode!: string;
  @ApiProperty() merchantCreditCode!: string;
  @ApiProperty({ description: 'Its last four characters; the account itself is kept nowhere.' })
  settlementAccount!: string;
  @ApiProperty() deploymentAddress!: string;
}

class LocationAnswer {
  @ApiProperty() latitude!: number;
  @ApiProperty() longitude!: number;
}

class LastInspectionAnswer {
  @ApiProperty() id!: string;
  @ApiProperty(instant) at!: string;
  @ApiProperty({ enum: results }) result!: InspectionResult;
}

export class RegistrationAnswer implements RegistrationView {
  @ApiProperty({ description: 'Terminal id.' }) id!: string;
  @ApiProperty() model!: string;
  @ApiProperty() serial!: string;
  @ApiProperty() binding!: BindingAnswer;
  @ApiProperty() storeId!: string;
  @ApiProperty() custodian!: string;
  @ApiPropertyOptional({ description: 'Where it is expected to stand, WGS 84.' }) location?: LocationAnswer;
  @ApiProperty() registered!: DoneByAnswer;
  @ApiPropertyOptional() retired?: RetiredAnswer;
  @ApiProperty({ type: 'integer' }) inspectEveryDays!: number;
  @ApiPropertyOptional() riskAnalysis?: string;
  @ApiPropertyOptional() lastInspection?: LastInspectionAnswer;
  @ApiProperty(instant) inspectionDue!: string;
}

export class RegistrationPage {
  @ApiProperty({ type: [RegistrationAnswer] }) items!: RegistrationAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

class InspectionAnswer implements InspectionView {
  @ApiProperty() id!: string;
  @ApiProperty() terminalId!: string;
  @ApiProperty(instant) at!: string;
  @ApiProperty({ description: 'Who entered it.' }) actor!: string;
  @ApiProperty() inspector!: string;
  @ApiProperty({ enum: results }) result!: InspectionResult;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Question to answer.' })
  checklist!: Record<string, unknown>;
  @ApiProperty({ type: [String], description: 'SHA-256 of each photo.' }) photos!: string[];
  @ApiPropertyOptional() notes?: string;
  @ApiProperty({ description: 'Tampering or substitution: a case is called for.' }) flagged!: boolean;
}

export class InspectionPage {
  @ApiProperty({ type: [InspectionAnswer] }) items!: InspectionAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}
