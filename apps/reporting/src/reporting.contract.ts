import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ourRules, type RuleSet } from '@tillwatch/detection';
import { createHttpApp, tokenChecker, type RouteTable } from '@tillwatch/http';
import { silentLog, systemClock } from '@tillwatch/kernel';
import { isUnavailable, type Database } from '@tillwatch/postgres';
import { installReadModels, readModels, type ProjectedEvent } from '@tillwatch/read-models';
import { createTestDatabase } from '@tillwatch/testing';
import { Registry } from 'prom-client';
import { ReportingModule } from './reporting.module.js';

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: Record<string, unknown> & { items?: Record<string, unknown>[]; nextCursor?: string };
  text: string;
}

export interface ReportingFixture {
  app: NestFastifyApplication;
  routes: RouteTable;
  database: Database;
  /** Folds events into the read models, as the projector does. */
  project(events: ProjectedEvent[]): Promise<void>;
  ask(url: string, options?: { method?: string; token?: string; headers?: Record<string, string> }): Promise<Answer>;
  close(): Promise<void>;
}

/** The reporting app on a database of its own that holds empty read models. */
export async function startReporting(
  options: { consoleFolder?: string; rules?: RuleSet } = {},
): Promise<ReportingFixture> {
  const { database, drop } = await createTestDatabase();
  await database.query('CREATE SCHEMA read_models');
  await installReadModels(database, readModels, silentLog);
  const checkToken = tokenChecker({ admin: 'admin', ingest: 'ingest' });
  const shared = { checkToken, log: silentLog, metrics: new Registry() };
  let head = 0;
  const { app, routes } = await createHttpApp(
    ReportingModule.forRoot({
      ...shared,
      database,
      logHead: () => Promise.resolve(head),
      clock: systemClock,
      rules: ourRules,
      cursorKey: 'key',
      ...options,
    }),
    { ...shared, isUnavailable },
  );
  await app.init();
  await app.getHttpAdapter().getInstance().ready();

  return {
    app,
    routes,
    database,
    async project(events) {
      head = events.at(-1)!.position;
      await database.transaction(async (tx) => {
        for (const model of readModels) {
          const projection = model.open('read_models', false);
          await projection.fold(tx, { events, revisions: [] });
          await projection.write(tx);
        }
        await tx.query('UPDATE read_models.checkpoint SET position = $1', [head]);
      });
    },
    async ask(url, { method = 'GET', token = 'admin', headers = {} } = {}) {
      const authorization = token ? { authorization: `Bearer ${token}` } : {};
      const answer = await app.inject({ method: method as 'GET', url, headers: { ...authorization, ...headers } });
      const isJson = answer.body !== '' && String(answer.headers['content-type']).startsWith('application/json');
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: isJson ? answer.json<Answer['body']>() : {},
        text: answer.body,
      };
    },
    async close() {
      await app.close();
      await drop();
    },
  };
}

/** One event of a terminal as the projector hands it to the read models. */
export function eventOf(
  position: number,
  name: string,
  { at, terminal = 't-1', operator, data = {} }: EventDetails,
): ProjectedEvent {
  const id = `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`;
  const time = new Date(at).toISOString();
  return {
    position,
    stream: `terminal-${terminal}`,
    revision: position - 1,
    name,
    header: {
      specversion: '1.0',
      id,
      source: `/terminals/${terminal}`,
      type: `tillwatch.${name}.v1`,
      time,
      ...(operator && { subject: operator }),
      sequence: String(position),
      epoch: 1,
      storeid: 's-1',
      tenant: 'default',
      datahash: '0'.repeat(64),
      recordedtime: time,
    },
    data,
    at,
    claimedAt: at,
    recordedAt: at,
    terminalId: terminal,
    place: [1, position],
  };
}

interface EventDetails {
  at: number;
  terminal?: string;
  operator?: string;
  data?: Record<string, unknown>;
}

/** `AlertRaised` as detection appends it, on an operator. */
export function alertOf(position: number, { at, operator, severity = 'high' }: AlertDetails): ProjectedEvent {
  const alertId = `00000000-0000-8000-8000-${String(position).padStart(12, '0')}`;
  const time = new Date(at).toISOString();
  const event = eventOf(position, 'AlertRaised', {
    at,
    data: {
      rule: 'R1',
      ruleVersion: 1,
      severity,
      key: { groupBy: 'operator', value: operator },
      operatorId: operator,
      terminalId: 't-1',
      storeId: 's-1',
      anchor: 'a',
      count: 6,
      firstAt: time,
      lastAt: time,
      evidence: ['a'],
      details: {},
      late: false,
      lateByMs: 0,
    },
  });
  const { terminalId: _terminalId, ...rest } = event;
  const { sequence: _sequence, epoch: _epoch, storeid: _storeid, ...header } = event.header;
  const alert = { ...rest, terminalId: undefined, stream: `alert-${alertId}`, revision: 0 };
  return { ...alert, header: { ...header, source: '/platform/detection' } };
}

interface AlertDetails {
  at: number;
  operator: string;
  severity?: string;
}

/** `TerminalCommandIssued` as the platform appends it, to terminal `t-1`; its id is made of its position. */
export function commandOf(position: number, { at, ...data }: { at: number; command: string; operatorId?: string }) {
  const event = eventOf(position, 'TerminalCommandIssued', {
    at,
    data: { terminalId: 't-1', commandId: commandIdOf(position), reason: 'because', actor: 'admin', ...data },
  });
  const { sequence: _sequence, epoch: _epoch, storeid: _storeid, ...header } = event.header;
  const issued = { ...event, terminalId: undefined, stream: 'commands-t-1', revision: position };
  return { ...issued, header: { ...header, source: '/platform/terminals' } };
}

/** The part of an acknowledgement that says of which command: the one at `position`. */
export function acknowledged(position: number) {
  return { commandId: commandIdOf(position), outcome: 'done' };
}

function commandIdOf(position: number): string {
  return `00000000-0000-4000-9000-${String(position).padStart(12, '0')}`;
}

/** An event of the platform's own, as people and detection leave them. */
export function platformEventOf(
  position: number,
  name: string,
  { stream, at, revision = 0, data }: { stream: string; at: number; revision?: number; data: Record<string, unknown> },
): ProjectedEvent {
  const { terminalId: _terminalId, ...event } = alertOf(position, { at, operator: 'o-1' });
  return { ...event, terminalId: undefined, name, stream, revision, data };
}
