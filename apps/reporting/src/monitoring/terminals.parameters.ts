import { CursorParameter, IdFilter, IdParameter, LimitParameter, OneOf, SearchText } from '../parameter-rules.js';

/** As the address has it, and as the reader calls it. */
export const terminalSorts = { id: 'id', '-lastSeen': 'lastSeen', '-queued': 'queued' } as const;

export class TerminalPath {
  @IdParameter() id!: string;
}

export class TerminalsParameters {
  @SearchText() q?: string;
  @IdFilter() store?: string;
  @OneOf(['offline', 'gaps', 'frozen']) state?: 'offline' | 'gaps' | 'frozen';
  @OneOf(Object.keys(terminalSorts), 'Default `id`.') sort?: keyof typeof terminalSorts;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

export class CommandsParameters {
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}
