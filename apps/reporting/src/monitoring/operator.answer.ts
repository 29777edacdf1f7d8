import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type {
  ExemptionView,
  Factor,
  OperatorView,
  PasswordVerdictView,
  OperatorRegistrationView,
} from '@tillwatch/api';
import { scopeClasses } from '@tillwatch/events';
import { personal } from '../alerts/alert.answer.js';

const instant = { type: String, format: 'date-time' } as const;
const factors: Factor[] = ['password', 'pin', 'card', 'qr', 'biometric'];

class LockAnswer {
  @ApiProperty(instant) since!: string;
  @ApiPropertyOptional(instant) until?: string;
  @ApiProperty() reason!: string;
  @ApiProperty() terminalId!: string;
}

class SessionAnswer {
  @ApiProperty() id!: string;
  @ApiProperty() terminalId!: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiProperty(instant) openedAt!: string;
}

class SuccessAnswer {
  @ApiProperty(instant) at!: string;
  @ApiProperty() terminalId!: string;
  @ApiPropertyOptional() storeId?: string;
}

class FailureAnswer {
  @ApiProperty(instant) at!: string;
  @ApiProperty() terminalId!: string;
  @ApiProperty() reason!: string;
}

const verdictFaults = ['too-short', 'classes-missing', 'blocklisted', 'reused', 'other-policy'];

class VerdictPolicyAnswer {
  @ApiProperty() profile!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
}

class VerdictAnswer implements PasswordVerdictView {
  @ApiProperty({ description: 'What the terminal judged by.' }) profile!: string;
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'integer' }] }) version!: string | number;
  @ApiProperty({ type: 'integer' }) length!: number;
  @ApiProperty({ type: 'integer' }) classes!: number;
  @ApiProperty({ description: 'Where and when it was set.' }) inForce!: VerdictPolicyAnswer;
  @ApiProperty({ enum: verdictFaults, isArray: true }) faults!: PasswordVerdictView['faults'];
}

class PasswordAnswer {
  @ApiPropertyOptional(instant) changedAt?: string;
  @ApiPropertyOptional({ type: 'integer', description: 'Whole days since it was changed.' }) ageDays?: number;
  @ApiProperty() mustChange!: boolean;
  @ApiPropertyOptional({ ...instant, description: 'By the policy in force now.' }) dueAt?: string;
  @ApiPropertyOptional() verdict?: VerdictAnswer;
}

class WorkAnswer {
  @ApiProperty(instant) at!: string;
  @ApiProperty() name!: string;
  @ApiProperty() terminalId!: string;
  @ApiPropertyOptional({ description: 'Whose account it was done to.' }) subject?: string;
}

class ExemptionAnswer implements ExemptionView {
  @ApiProperty({ enum: ['none', 'in-force', 'void'] }) state!: ExemptionView['state'];
  @ApiProperty({ type: [String], description: 'Of PCI DSS 4.0.1.' }) requirements!: string[];
  @ApiProperty({ type: [WorkAnswer], description: 'What voided it, oldest first.' }) because!: WorkAnswer[];
}

class OperatorRegistrationAnswer implements OperatorRegistrationView {
  @ApiPropertyOptional(personal) name?: string;
  @ApiProperty() role!: string;
  @ApiProperty({ enum: scopeClasses }) scopeClass!: OperatorRegistrationView['scopeClass'];
  @ApiProperty({ type: [String], description: 'None: everywhere.' }) stores!: string[];
  @ApiProperty({ enum: ['active', 'suspended', 'left'] }) status!: OperatorRegistrationView['status'];
  @ApiProperty({ ...instant, description: 'When that became so.' }) since!: string;
  @ApiPropertyOptional() reason?: string;
  @ApiProperty() registeredBy!: string;
  @ApiProperty(instant) registeredAt!: string;
  @ApiProperty() exemption!: ExemptionAnswer;
}

export class OperatorAnswer implements OperatorView {
  @ApiProperty() id!: string;
  @ApiProperty({
    enum: ['active', 'locked', 'disabled'],
    description: 'A lock whose `until` has passed counts as active.',
  })
  status!: OperatorView['status'];
  @ApiPropertyOptional() role?: string;
  @ApiProperty({ type: 'integer' }) consecutiveFailures!: number;
  @ApiPropertyOptional() lock?: LockAnswer;
  @ApiProperty({ type: [SessionAnswer] }) sessions!: SessionAnswer[];
  @ApiPropertyOptional() lastSuccess?: SuccessAnswer;
  @ApiPropertyOptional() lastFailure?: FailureAnswer;
  @ApiProperty() password!: PasswordAnswer;
  @ApiProperty({ enum: factors, isArray: true }) factors!: Factor[];
  @ApiPropertyOptional() storeId?: string;
  @ApiPropertyOptional({ ...instant, description: 'Latest corrected event time.' }) lastSeen?: string;
  @ApiPropertyOptional({ description: 'Absent: seen at a terminal, not registered.' })
  registration?: OperatorRegistrationAnswer;
  @ApiProperty({ type: 'integer', description: 'Log position of the last event that touched this.' }) position!: number;
}

export class OperatorPage {
  @ApiProperty({ type: [OperatorAnswer] }) items!: OperatorAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}
