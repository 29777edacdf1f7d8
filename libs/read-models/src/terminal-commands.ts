import type { TerminalCommandView } from '@tillwatch/api';
import { issuedCommand, type IssuedCommand } from '@tillwatch/domain';
import type { CommandAcknowledged, TerminalCommandIssued } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import { instant, readPage, type PageCursor, type PageOf } from './paging.js';
import type { Change, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';

/** What terminals were told to do, and what they said when they had. */
export const terminalCommands: ReadModel = {
  name: 'terminal-commands',
  version: 1,
  tables: [{ name: 'terminal_commands', key: ['id'] }],
  schema: `
    CREATE TABLE terminal_commands (
      id text COLLATE "C" PRIMARY KEY,
      terminal_id text COLLATE "C" NOT NULL,
      number bigint NOT NULL,
      issued_at bigint NOT NULL,
      latency bigint,
      document json NOT NULL
    );
    CREATE INDEX terminal_commands_by_terminal ON terminal_commands (terminal_id, number);`,
  open: (schema, empty) => new CommandProjection(schema, empty),
};

interface Document extends IssuedCommand {
  /** Its command id. */
  id: string;
  terminalId: string;
  actor: string;
  approvedBy?: string;
  singlePerson?: boolean;
  /** Corrected time, ms since 1970. */
  acknowledged?: { at: number; outcome: 'done' | 'refused'; reason?: string };
}

const stream = 'commands-';

class CommandProjection implements Projection {
  private readonly commands: DocumentTable<Document>;

  constructor(schema: string, empty: boolean) {
    this.commands = new DocumentTable({
      schema,
      empty,
      table: 'terminal_commands',
      columns: [
        { name: 'terminal_id', type: 'text', of: (command) => command.terminalId },
        { name: 'number', type: 'bigint', of: (command) => command.number },
        { name: 'issued_at', type: 'bigint', of: (command) => Date.parse(command.issuedAt) },
        { name: 'latency', type: 'bigint', of: latencyOf },
      ],
    });
  }

  get pending(): number {
    return this.commands.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter(isAboutCommand);
    if (ours.length === 0) return [];
    await this.commands.load(tx, ours.map(commandIdOf));
    const changed = new Set<string>();
    for (const event of ours) {
      const command = event.stream.startsWith(stream) ? issued(event) : this.acknowledged(event);
      if (!command) continue;
      this.commands.put(command);
      changed.add(command.terminalId);
    }
    return [...changed].map((id) => ({ kind: 'terminal', id }));
  }

  write(tx: Queryable): Promise<void> {
    return this.commands.write(tx);
  }

  /** The first word on a command that the terminal was given counts; `undefined` for any other. */
  private acknowledged(event: ProjectedEvent): Document | undefined {
    const command = this.commands.get(commandIdOf(event));
    if (!command || command.terminalId !== event.terminalId || command.acknowledged) return undefined;
    const { outcome, reason } = event.data as unknown as CommandAcknowledged;
    const why = outcome === 'refused' && reason !== undefined ? { reason } : {};
    command.acknowledged = { at: event.at, outcome, ...why };
    return command;
  }
}

function isAboutCommand({ name }: ProjectedEvent): boolean {
  return name === 'CommandAcknowledged' || name === 'TerminalCommandIssued';
}

/** A terminal may write a UUID in upper case. */
function commandIdOf({ data }: ProjectedEvent): string {
  return (data['commandId'] as string).toLowerCase();
}

function issued({ stream: of, revision, header, data }: ProjectedEvent): Document {
  const command = data as unknown as TerminalCommandIssued;
  const { commandId, actor, approvedBy, singlePerson } = command;
  const eyes = { ...(approvedBy !== undefined && { approvedBy }), ...(singlePerson && { singlePerson }) };
  const terminalId = of.slice(stream.length);
  return {
    id: commandId.toLowerCase(),
    terminalId,
    actor,
    ...eyes,
    ...issuedCommand(revision, command, header.recordedtime),
  };
}

function latencyOf({ issuedAt, acknowledged }: Document): number | undefined {
  return acknowledged && Math.max(0, acknowledged.at - Date.parse(issuedAt));
}

function viewOf(command: Document): TerminalCommandView {
  const { id, terminalId, acknowledged, ...view } = command;
  void [id, terminalId];
  if (!acknowledged) return { ...view, status: 'pending' };
  const { at, outcome, reason } = acknowledged;
  return {
    ...view,
    status: outcome,
    acknowledgedAt: instant(at),
    latencyMs: latencyOf(command)!,
    ...(reason !== undefined && { refusal: reason }),
  };
}

export interface CommandQuery {
  limit: number;
  after?: PageCursor;
}

/** Newest first. */
export async function listTerminalCommands(
  db: Queryable,
  terminalId: string,
  { limit, after }: CommandQuery,
): Promise<PageOf<TerminalCommandView>> {
  const page = await readPage<{ document: Document }>(db, {
    select: 'document',
    from: 'read_models.terminal_commands',
    where: [['terminal_id = ?', terminalId]],
    sort: { by: ['number'], descending: true },
    limit,
    after,
  });
  return { ...page, items: page.items.map(({ document }) => viewOf(document)) };
}

/** How a terminal stands with its commands. */
export interface CommandSummary {
  pending: number;
  oldestPendingAt?: string;
  /** Of the latest command it has acknowledged. */
  lastLatencyMs?: number;
}

/** By terminal id; terminals that were never told anything are left out. */
export async function commandSummaries(db: Queryable, ids: readonly string[]): Promise<Map<string, CommandSummary>> {
  const rows = await db.query<{ id: string; pending: number; oldest: number | null; latency: number | null }>(
    `SELECT terminal_id AS id, count(*) FILTER (WHERE latency IS NULL) AS pending,
            min(issued_at) FILTER (WHERE latency IS NULL) AS oldest,
            (array_agg(latency ORDER BY number DESC) FILTER (WHERE latency IS NOT NULL))[1] AS latency
     FROM read_models.terminal_commands WHERE terminal_id = ANY($1) GROUP BY terminal_id`,
    [ids],
  );
  return new Map(rows.map(({ id, pending, oldest, latency }) => [id, summaryOf(pending, oldest, latency)]));
}

function summaryOf(pending: number, oldest: number | null, latency: number | null): CommandSummary {
  return {
    pending,
    ...(oldest !== null && { oldestPendingAt: instant(oldest) }),
    ...(latency !== null && { lastLatencyMs: latency }),
  };
}
