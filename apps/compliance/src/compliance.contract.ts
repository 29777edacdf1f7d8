import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AlertView } from '@tillwatch/api';
import { createHttpApp, type RouteTable, tokenChecker } from '@tillwatch/http';
import { type Clock, silentLog, systemClock } from '@tillwatch/kernel';
import { isUnavailable } from '@tillwatch/postgres';
import { listAlerts } from '@tillwatch/read-models';
import { createTestDatabase } from '@tillwatch/testing';
import { Registry } from 'prom-client';
import { ComplianceModule } from './compliance.module.js';
import { acceptEventBodies } from './intake/event-bodies.js';
import { openService, type Service } from './service.js';

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
  metrics: Registry;
  /** What is not text or bytes already is sent as JSON. */
  ask<Body = Record<string, unknown>>(
    method: 'GET' | 'POST',
    url: string,
    body?: unknown,
    options?: AskOptions,
  ): Promise<Answer<Body>>;
  /** Open alerts of a rule about a terminal. */
  alerts(rule: string, terminal: string): Promise<Omit<AlertView, 'title'>[]>;
  close(): Promise<void>;
}

/** The compliance app on a database of its own, with the projector in its appends. */
export async function startCompliance(clock: Clock = systemClock): Promise<ComplianceFixture> {
  const { url: ownerUrl, drop } = await createTestDatabase();
  const metrics = new Registry();
  const shared = { clock, log: silentLog, metrics };
  const service = await openService({ ...shared, ownerUrl, operatorKey: 'k', tenant: 'default' });
  const { app, routes } = await createHttpApp(ComplianceModule.forRoot({ ...shared, ...service }), {
    checkToken: tokenChecker({ admin: 'admin', ingest: 'ingest' }),
    log: silentLog,
    metrics,
    isUnavailable,
  });
  acceptEventBodies(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    routes,
    service,
    metrics,
    async ask<Body>(
      method: 'GET' | 'POST',
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
    async alerts(rule, terminal) {
      return (await listAlerts(service.database, { rule, terminal, limit: 100 })).items;
    },
    async close() {
      await app.close();
      await service.stop();
      await drop();
    },
  };
}
