import { ApiProperty } from '@nestjs/swagger';
import type { CounterView, OverviewView } from '@tillwatch/api';

const integer = { type: 'integer' } as const;

export class CounterAnswer implements CounterView {
  @ApiProperty({ type: String, format: 'date-time', description: 'Start of one minute of corrected event time.' })
  minute!: string;
  @ApiProperty(integer) succeeded!: number;
  @ApiProperty(integer) failed!: number;
  @ApiProperty(integer) locked!: number;
  @ApiProperty(integer) reset!: number;
  @ApiProperty(integer) other!: number;
  @ApiProperty(integer) alerts!: number;
}

class OperatorCounts {
  @ApiProperty(integer) total!: number;
  @ApiProperty(integer) locked!: number;
  @ApiProperty(integer) disabled!: number;
}

class TerminalCounts {
  @ApiProperty(integer) total!: number;
  @ApiProperty(integer) offline!: number;
  @ApiProperty(integer) withOpenGaps!: number;
  @ApiProperty(integer) frozen!: number;
}

class SeverityCounts {
  @ApiProperty(integer) low!: number;
  @ApiProperty(integer) medium!: number;
  @ApiProperty(integer) high!: number;
  @ApiProperty(integer) critical!: number;
}

class AlertCounts {
  @ApiProperty(integer) open!: number;
  @ApiProperty() bySeverity!: SeverityCounts;
}

class Positions {
  @ApiProperty({ ...integer, description: "Position of the log's end." }) log!: number;
  @ApiProperty({ ...integer, description: 'Position up to which the read models have taken events in.' })
  readModels!: number;
}

export class OverviewAnswer implements OverviewView {
  @ApiProperty() operators!: OperatorCounts;
  @ApiProperty() terminals!: TerminalCounts;
  @ApiProperty() alerts!: AlertCounts;
  @ApiProperty({ type: [CounterAnswer], description: 'Last 24 hours, oldest first; empty minutes are left out.' })
  counters!: CounterAnswer[];
  @ApiProperty() position!: Positions;
}

export class CounterPage {
  @ApiProperty({ type: [CounterAnswer] }) items!: CounterAnswer[];
}
