import { applyDecorators, type CanActivate, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyRequest } from 'fastify';

const key = 'tillwatch:if-match';
const form = /^"(\d{1,15})"$/;

/** `ETag` of a thing that stands at a revision. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/** A route, or all of a controller, that does what it is asked only to what stands at the revision of `If-Match`. */
export function TakesIfMatch() {
  const description = 'The `ETag` of what was looked at; 412 when it has moved on.';
  return applyDecorators(SetMetadata(key, true), ApiHeader({ name: 'If-Match', required: false, description }));
}

/** The revision that `If-Match` names; `undefined` without one. Throws `precondition-failed` for what is no `ETag` of ours. */
export function revisionOfIfMatch({ headers }: Pick<FastifyRequest, 'headers'>): number | undefined {
  const given = headers['if-match'];
  if (given === undefined || given === '*') return undefined;
  const [, revision] = form.exec(given) ?? [];
  if (revision === undefined) throw new CodedError(problem('precondition-failed'));
  return Number(revision);
}

/** Elsewhere nothing has an `ETag`, so what is asked under that condition is not done (RFC 9110, 13.1.1). */
export class IfMatchGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (headers['if-match'] === undefined || method === 'GET' || method === 'HEAD') return true;
    const takes = [context.getHandler(), context.getClass()].some((target) => Reflect.hasMetadata(key, target));
    if (takes) return true;
    throw new CodedError(problem('precondition-failed', undefined, 'Nothing here has an ETag.'));
  }
}
