import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type CommandRight, type MeView, type Permission, permissions, type Role, roles } from '@tillwatch/api';

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

class CommandRightDto implements CommandRight {
  @ApiProperty({ description: 'As `POST /v1/alerts/:id/acknowledge`.' }) command!: string;
  @ApiProperty({ enum: Object.keys(permissions) }) permission!: Permission;
  @ApiProperty({ description: 'Whether for one thing or another is decided when it is given.' }) allowed!: boolean;
}

export class CommandRightsDto {
  @ApiProperty({ type: [CommandRightDto] }) items!: CommandRightDto[];
}

export class FactorDto {
  @ApiProperty({ description: 'Base32, to be typed into an authenticator app.' }) secret!: string;
  @ApiProperty({ description: 'The same as an `otpauth:` address, to be scanned.' }) uri!: string;
}

export class SetUpDto {
  @ApiProperty({ description: 'Sign in by it.' }) username!: string;
}
