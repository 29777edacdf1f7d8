import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { accountPeople } from '@tillwatch/accounts';
import type { IntakeAnswer } from '@tillwatch/api';
import type { RuleSet } from '@tillwatch/detection';
import type { CloudEvent } from '@tillwatch/events';
import { createHttpApp, type RouteTable, tokenChecker } from '@tillwatch/http';
import { type Clock, silentLog, systemClock } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';
import { type AlertRow, listAlerts, readCheckpoint, storeOf } from '@tillwatch/read-models';
import { createTestDatabase } from '@tillwatch/testing';
import { Registry } from 'prom-client';
import { ComplianceModule } from './compliance.module.js';
import { acceptEventBodies } from './intake/event-bodies.js';
import { openService, type Service } from './service.js';

const settleMs = 30_000;

export interface Answer<Body> {
  status: number;
  body: Body;
  headers: Record<string, unknown>;
}

export interface AskOptions {
  token?: string;
  headers?: Record<string, string>;
}

export interface ComplianceFixture {
  app: NestFastifyApplication;
  routes: RouteTable;
  service: Service;
  /** Its database as the owner. */
  url: string;
  metrics: Registry;
  /** What is not text or bytes already is sent as JSON. */
  ask<Body = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    options?: AskOptions,
  ): Promise<Answer<Body>>;
  /** Sends events as terminals do; all of them must be taken, as stored or as conflicts. */
  send(...events: CloudEvent[]): Promise<IntakeAnswer>;
  /** Resolves when the read models and the rules have taken in all that is in the log. */
  settled(): Promise<void>;
  /** Open alerts about a terminal, once everything in the log has been judged: all, or those of a rule. */
  alerts(terminal: string, rule?: string): Promise<AlertRow[]>;
  close(): Promise<void>;
}

/** The compliance app on a database of its own or the one given, with the projector in its appends. */
export async function startCompliance(
  clock: Clock = systemClock,
  { rules, ownerUrl: given, projects = true }: { rules?: RuleSet; ownerUrl?: string; projects?: boolean } = {},
): Promise<ComplianceFixture> {
  const own = given === undefined ? await createTestDatabase() : undefined;
  const ownerUrl = given ?? own!.url;
  const metrics = new Registry();
  const shared = { clock, log: silentLog, metrics };
  const service = await openService({
    ...shared,
    ownerUrl,
    operatorKey: 'k',
    tenant: 'default',
    projects,
    judges: false,
    ...(rules && { rules }),
  });
  const { app, routes } = await createHttpApp(ComplianceModule.forRoot({ ...shared, ...service }), {
    checkToken: tokenChecker({ admin: 'admin', ingest: 'ingest' }),
    log: silentLog,
    metrics,
    isUnavailable,
    people: accountPeople(service.accounts),
    storeOf: (thing, id) => storeOf(service.database, thing, id),
  });
  acceptEventBodies(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();

  async function settled(): Promise<void> {
    const { database, store } = service;
    for (const deadline = Date.now() + settleMs; Date.now() < deadline; await pause(20)) {
      if ((await readCheckpoint(database, false)).position === (await store.head())) return;
    }
    throw new Error('The projector does not keep up.');
  }

  return {
    app,
    routes,
    service,
    url: ownerUrl,
    metrics,
    async ask<Body>(
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      url: string,
      body?: unknown,
      { token = 'admin', headers = {} }: AskOptions = {},
    ) {
      const payload =
        body === undefined || Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await app.inject({
        method,
        url,
        ...(payload !== undefined && { payload }),
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(payload !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
      });
      const isJson = String(answer.headers['content-type']).startsWith('application/json');
      return {
        status: answer.statusCode,
        body: (isJson ? answer.json() : {}) as Body,
        headers: answer.headers,
      };
    },
    async send(...events) {
      const headers = { authorization: 'Bearer ingest', 'content-type': 'application/cloudevents-batch+json' };
      const answer = await app.inject({ method: 'POST', url: '/v1/events', payload: JSON.stringify(events), headers });
      const body = answer.json<IntakeAnswer>();
      expect([answer.statusCode, body.rejected]).toEqual([200, 0]);
      return body;
    },
    settled,
    async alerts(terminal, rule) {
      await settled();
      const query = { terminal, ...(rule !== undefined && { rule }), limit: 1_000 };
      return (await listAlerts(service.database, query)).items;
    },
    async close() {
      await app.close();
      await service.stop();
      await own?.drop();
    },
  };
}
