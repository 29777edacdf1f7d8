import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { DynamicModule, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { shownTo } from '@tillwatch/api';
import { errorCodes, inTenantScope, problem, type ErrorCode, type Log } from '@tillwatch/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { describeApi } from './api-description.js';
import { AuthGuard, callerOf, type Doors } from './auth.guard.js';
import { IfMatchGuard } from './if-match.js';
import { ParametersPipe } from './parameters.pipe.js';
import { ProblemFilter } from './problem.filter.js';
import { requestObserver } from './request-metrics.js';
import { RouteTable } from './route-table.js';
import { securityHeaders } from './security-headers.js';

export interface HttpAppOptions extends Doors {
  log: Log;
  metrics: Registry;
  /** Addresses and networks of proxies whose `X-Forwarded-For` says where a request is from; absent: nobody's does. */
  trustedProxies?: readonly string[];
  /** Whether an error means that something we depend on is away: 503 and Retry-After instead of 500. */
  isUnavailable(error: unknown): boolean;
}

/** A request must have arrived whole by then, or it is answered 408: with the check's delay, within 30 s. */
const requestTimeoutMs = 25_000;
const headersTimeoutMs = 10_000;
/** Node looks for late requests only so often; its own default is 30 s. */
const connectionsCheckingIntervalMs = 2_000;
/** Longer than any id we accept, so that it is our validation that refuses a long one. */
const parameterLengthMax = 4_096;

/**
 * One Nest application on Fastify around one root module, with everything that is the same for every route: tokens,
 * error answers, strict parameters, security headers, request metrics, `/docs`. Call `listen` or `init` on it.
 * It parses no request bodies: a module that takes some adds a content type parser of its own.
 */
export async function createHttpApp(
  module: Type | DynamicModule,
  { log, metrics, isUnavailable, trustedProxies, ...doors }: HttpAppOptions,
): Promise<{ app: NestFastifyApplication; routes: RouteTable }> {
  const routes = new RouteTable();
  const filter = new ProblemFilter(routes, log, isUnavailable);
  const adapter = new FastifyAdapter({
    ...(trustedProxies && { trustProxy: [...trustedProxies] }),
    forceCloseConnections: 'idle', // what was taken is answered first
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: connectionsCheckingIntervalMs },
    routerOptions: { maxParamLength: parameterLengthMax },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      reply.headers(securityHeaders);
      filter.answer(error, request, reply);
    },
    clientErrorHandler: answerBrokenRequest,
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRoute', ({ url, method }) => routes.add(url, method));
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders);
    done();
  });
  fastify.addHook('preHandler', (_request, _reply, done) => inTenantScope(done)); // the guard names whose it is
  // Every JSON answer goes through here; what is written otherwise (the live stream) masks for itself.
  fastify.addHook('preSerialization', (request, _reply, answer, done) =>
    done(null, shownTo(callerOf(request), answer, resourceOf(request.routeOptions.url))),
  );
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close'); // or it would hold up the end as an idle one
  });
  const observe = requestObserver(metrics);
  fastify.addHook('onResponse', (request, reply, done) => {
    observe(request, reply);
    done();
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    abortOnError: false,
    bodyParser: false,
    logger: nestLogger(log),
  });
  app.useGlobalGuards(new AuthGuard(doors), new IfMatchGuard());
  app.useGlobalPipes(new ParametersPipe());
  app.useGlobalFilters(filter);
  describeApi(app);
  return { app, routes };
}

/** `operators` of `/v1/operators/:id`. */
function resourceOf(template = ''): string {
  return template.split('/')[2] ?? '';
}

/** What the HTTP parser cannot read never becomes a request: answered on the socket itself. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const code: ErrorCode =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? 'request-timeout'
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? 'header-too-large'
        : 'request-malformed';
  const { status } = errorCodes[code];
  const body = JSON.stringify({ error: problem(code) });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Nest's own chatter is only worth reading when something is wrong. */
function nestLogger(log: Log): LoggerService {
  const quiet = (message: unknown): void => log.debug({ part: 'nest' }, String(message));
  return {
    log: quiet,
    debug: quiet,
    verbose: quiet,
    warn: (message) => log.warn({ part: 'nest' }, String(message)),
    error: (message, ...details) => log.error({ part: 'nest', details }, String(message)),
    fatal: (message, ...details) => log.error({ part: 'nest', details }, String(message)),
  };
}
