import { ApiProperty } from '@nestjs/swagger';

/** Who did something, and when. */
export class DoneByDto {
  @ApiProperty() by!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
}
