import {
  createParamDecorator,
  SetMetadata,
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyRequest } from 'fastify';
import type { Principal, TokenCheck } from './token-check.js';

type Audience = 'anybody' | Principal['role'];

const audienceKey = 'tillwatch:audience';

/** Who may call a route (or all of a controller) besides administrators; without it, administrators alone. */
export function OpenTo(audience: 'anybody' | 'ingest'): CustomDecorator {
  return SetMetadata(audienceKey, audience);
}

/** The caller, in a handler's parameters. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => callers.get(requestOf(context)));

const callers = new WeakMap<FastifyRequest, Principal>();

/** Tokens come in the Authorization header alone: addresses end up in logs, histories and Referer headers. */
const tokenParameters = ['token', 'access_token'];

export class AuthGuard implements CanActivate {
  constructor(private readonly check: TokenCheck) {}

  canActivate(context: ExecutionContext): boolean {
    const audience = audienceOf(context.getHandler()) ?? audienceOf(context.getClass()) ?? 'admin';
    const request = requestOf(context);
    const named = tokenParameters.find((name) => Object.hasOwn(request.query as object, name));
    if (named) throw new CodedError(problem('parameter-invalid', `/${named}`, 'Send the token as a header.'));
    if (audience === 'anybody') return true;
    const caller = this.check(request.headers.authorization);
    if (!caller) throw new CodedError(problem('unauthenticated'));
    if (caller.role !== 'admin' && caller.role !== audience) throw new CodedError(problem('forbidden'));
    callers.set(request, caller);
    return true;
  }
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

function audienceOf(target: object): Audience | undefined {
  return Reflect.getMetadata(audienceKey, target) as Audience | undefined;
}
