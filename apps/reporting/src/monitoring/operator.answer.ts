import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Factor, OperatorView } from '@tillwatch/api';

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

class PasswordAnswer {
  @ApiPropertyOptional(instant) changedAt?: string;
  @ApiPropertyOptional({ type: 'integer', description: 'Whole days since it was changed.' }) ageDays?: number;
  @ApiProperty() mustChange!: boolean;
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
  @ApiProperty({ ...instant, description: 'Latest corrected event time.' }) lastSeen!: string;
  @ApiProperty({ type: 'integer', description: 'Log position of the last event that touched this.' }) position!: number;
}

export class OperatorPage {
  @ApiProperty({ type: [OperatorAnswer] }) items!: OperatorAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}
