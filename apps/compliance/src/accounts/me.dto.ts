import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type MeView, type Permission, permissions, type Role, roles } from '@tillwatch/api';

export class MeDto implements MeView {
  @ApiProperty({ description: 'Account id, or `administrator` or `ingest` for the installation’s own tokens.' })
  subject!: string;
  @ApiProperty() username!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: roles, isArray: true }) roles!: Role[];
  @ApiPropertyOptional({ type: [String], description: 'The only stores seen; absent: all.' }) stores?: string[];
  @ApiPropertyOptional({ type: [String], description: 'Whose stores are among them.' }) merchants?: string[];
  @ApiProperty({ enum: Object.keys(permissions), isArray: true }) permissions!: Permission[];
  @ApiProperty({ enum: ['installation', 'token', 'session'] }) by!: MeView['by'];
  @ApiProperty() mustChangePassword!: boolean;
  @ApiProperty() hasFactor!: boolean;
}

export class FactorDto {
  @ApiProperty({ description: 'Base32, to be typed into an authenticator app.' }) secret!: string;
  @ApiProperty({ description: 'The same as an `otpauth:` address, to be scanned.' }) uri!: string;
}

export class SetUpDto {
  @ApiProperty({ description: 'Sign in by it.' }) username!: string;
}
