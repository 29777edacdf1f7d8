import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { CodedError, isCodedError, problem, type ErrorCode, type Log } from '@tillwatch/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteTable } from './route-table.js';

/** Errors of Fastify itself (https://fastify.dev/docs/latest/Reference/Errors/) that are the caller's doing. */
const fastifyCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
};

const codesByStatus: Record<number, ErrorCode> = {
  400: 'request-malformed',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  414: 'request-malformed',
  415: 'media-type-unsupported',
  503: 'unavailable',
};

/** A database that restarts is back within seconds. */
const retryAfterSeconds = 2;

/** Turns whatever was thrown into `{error: {code, message, path?}}`: closed codes, no stack, nothing of the input. */
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly log: Log,
    private readonly isUnavailable: (error: unknown) => boolean,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const coded = this.codedErrorOf(error, request, reply);
    const { code } = coded.problem;
    if (coded.status >= 500) this.log.error({ code, error, route: request.routeOptions.url }, 'request failed');
    if (reply.sent) return;
    if (code === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
    if (coded.retryAfter !== undefined) reply.header('retry-after', String(coded.retryAfter));
    reply.status(coded.status).header('cache-control', 'no-store').send({ error: coded.problem });
  }

  private codedErrorOf(error: unknown, request: FastifyRequest, reply: FastifyReply): CodedError {
    if (isCodedError(error)) {
      const { code } = error.problem;
      const isAskedByHeader = code === 'revision-conflict' && request.headers['if-match'] !== undefined;
      return isAskedByHeader ? new CodedError(problem('precondition-failed'), { cause: error }) : error;
    }
    if (this.isUnavailable(error)) {
      return new CodedError(problem('unavailable'), { cause: error, retryAfter: retryAfterSeconds });
    }
    const {
      code = '',
      statusCode,
      status = statusCode,
    } = (error ?? {}) as {
      code?: string;
      statusCode?: number;
      status?: number;
    };
    const errorCode = fastifyCodes[code] ?? codesByStatus[status ?? 500] ?? 'internal';
    if (errorCode !== 'not-found') return new CodedError(problem(errorCode), { cause: error });
    const methods = this.routes.methodsOf(request.url.split('?', 1)[0]!);
    if (methods.includes(request.method) || (methods.length === 0 && request.method !== 'TRACE')) {
      return new CodedError(problem('not-found'));
    }
    reply.header('allow', methods.join(', '));
    return new CodedError(problem('method-not-allowed'));
  }
}
