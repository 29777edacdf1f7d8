import { revisionOfIfMatch } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FastifyRequest } from 'fastify';

/**
 * Makes a command's DTO out of a JSON body. Strict: a member the class does not declare, or one that does not validate,
 * is 400 `parameter-invalid` with its name as path.
 */
export function readJsonBody<Dto extends object>(type: new () => Dto, body: Buffer | undefined): Dto {
  if (!body || body.length === 0) throw new CodedError(problem('body-empty'));
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new CodedError(problem('json-malformed'));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CodedError(problem('json-malformed'));
  return strictly(type, value);
}

/** The same for a command upon what somebody looked at: the revision that `If-Match` names stands in the body's place. */
export function readDecision<Dto extends object>(
  type: new () => Dto,
  request: Pick<FastifyRequest<{ Body: Buffer | undefined }>, 'body' | 'headers'>,
): Dto & { expectedRevision?: number } {
  const dto = readJsonBody(type, request.body);
  const expectedRevision = revisionOfIfMatch(request);
  return expectedRevision === undefined ? dto : Object.assign(dto, { expectedRevision });
}

/** The same for an object within a body; `within` is the pointer to it. */
export function strictly<Dto extends object>(type: new () => Dto, value: object, within = ''): Dto {
  const dto = plainToInstance(type, value);
  const [error] = validateSync(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (error) throw new CodedError(problem('parameter-invalid', `${within}/${error.property.slice(0, 64)}`));
  return dto;
}
