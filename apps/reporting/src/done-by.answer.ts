import { ApiProperty } from '@nestjs/swagger';
import type { DoneByView } from '@tillwatch/api';

/** Who did something, and when. */
export class DoneByAnswer implements DoneByView {
  @ApiProperty() by!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
}
