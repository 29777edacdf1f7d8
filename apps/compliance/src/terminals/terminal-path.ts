import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

export class TerminalPath {
  @ApiProperty()
  @Matches(/^[A-Za-z0-9._-]{1,64}$/)
  id!: string;
}
