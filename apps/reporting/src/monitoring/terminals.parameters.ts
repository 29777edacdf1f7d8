import { CursorParameter, IdFilter, IdParameter, LimitParameter, OneOf, SearchText } from '../parameter-rules.js';

export const terminalSorts = ['id', '-lastSeen'] as const;

export class TerminalPath {
  @IdParameter() id!: string;
}

export class TerminalsParameters {
  @SearchText() q?: string;
  @IdFilter() store?: string;
  @OneOf(['offline', 'gaps', 'frozen']) state?: 'offline' | 'gaps' | 'frozen';
  @OneOf(terminalSorts, 'Default `id`.') sort?: (typeof terminalSorts)[number];
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

export class GapsParameters {
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}
