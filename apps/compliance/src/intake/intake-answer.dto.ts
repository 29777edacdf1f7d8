import { ApiProperty } from '@nestjs/swagger';
import type { IntakeAnswer, IntakeResult } from '@tillwatch/api';
import { type ErrorCode, errorCodes, type Problem } from '@tillwatch/kernel';

const codes = Object.keys(errorCodes);

export class ProblemDto implements Problem {
  @ApiProperty({ enum: codes })
  code!: ErrorCode;
  @ApiProperty()
  message!: string;
  @ApiProperty({ required: false, description: 'JSON pointer to the member at fault.' })
  path?: string;
}

export class IntakeResultDto implements IntakeResult {
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['stored', 'duplicate', 'conflict', 'rejected'] })
  status!: IntakeResult['status'];
  @ApiProperty({ required: false, description: 'Position in the log; for a duplicate that of the first one.' })
  position?: number;
  @ApiProperty({ required: false, type: ProblemDto })
  error?: Problem;
}

export class IntakeAnswerDto implements IntakeAnswer {
  @ApiProperty()
  accepted!: number;
  @ApiProperty()
  duplicates!: number;
  @ApiProperty()
  conflicts!: number;
  @ApiProperty()
  rejected!: number;
  @ApiProperty({ type: [IntakeResultDto] })
  results!: IntakeResult[];
  @ApiProperty({ required: false, type: ProblemDto, description: 'Only when a request of one event is refused.' })
  error?: Problem;
}
