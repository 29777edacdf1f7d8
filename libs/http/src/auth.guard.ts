import { createParamDecorator, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { may, type Principal } from '@tillwatch/api';
import { CodedError, nameTenant, problem } from '@tillwatch/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Need, needOf } from './needs.js';
import type { People, StoreOf } from './people.js';
import { isSameOrigin } from './same-origin.js';
import { sessionSecret, setSessionCookie } from './session-cookie.js';
import { keepToStores } from './stores.js';
import { bearerToken, type TokenCheck } from './token-check.js';

/** The caller, in a handler's parameters. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => callerOf(requestOf(context)));

const callers = new WeakMap<FastifyRequest, Principal>();

/** Who was let in; `undefined` where nobody has to be. */
export function callerOf(request: FastifyRequest): Principal | undefined {
  return callers.get(request);
}

/** Tokens come in the Authorization header alone: addresses end up in logs, histories and Referer headers. */
const tokenParameters = ['token', 'access_token'];

/** Permissions whose routes give away what the log holds; the live stream among them. */
const auditData = /\.(read|follow|export)$/;

export interface Doors {
  checkToken: TokenCheck;
  /** Absent: only the installation's own two tokens open anything. */
  people?: People;
  /** Absent: nothing is known to be in a store, so callers of some stores see no single thing. */
  storeOf?: StoreOf;
  /** Told of every read of audit data before it is answered; absent: nobody is. */
  onRead?(caller: Principal, read: { route: string; id?: string }): Promise<void>;
  /** People reach us by https. */
  secure?: boolean;
}

export class AuthGuard implements CanActivate {
  constructor(private readonly doors: Doors) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestOf(context);
    const named = tokenParameters.find((name) => Object.hasOwn(request.query as object, name));
    if (named) throw new CodedError(problem('parameter-invalid', `/${named}`, 'Send the token as a header.'));
    const need = needOf(context.getHandler(), context.getClass());
    if (need === 'anybody') return true;
    const caller = await this.identify(request, context.switchToHttp().getResponse<FastifyReply>());
    if (!caller) throw new CodedError(problem('unauthenticated'));
    nameTenant(caller.tenant);
    await this.check(caller, need, request);
    if (need && auditData.test(need.permission)) await this.doors.onRead?.(caller, readOf(request));
    callers.set(request, caller);
    return true;
  }

  /** A token that is shown is what counts, whatever cookie comes along. */
  private async identify(request: FastifyRequest, reply: FastifyReply): Promise<Principal | undefined> {
    const { checkToken, people, secure = false } = this.doors;
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = bearerToken(authorization);
      return checkToken(authorization) ?? (token === undefined ? undefined : await people?.ofToken(token));
    }
    const secret = sessionSecret(request, secure);
    if (secret === undefined) return undefined;
    if (!isSameOrigin(request)) throw new CodedError(problem('cross-site'));
    const session = await people?.ofSession(secret);
    if (session?.renewed !== undefined) setSessionCookie(reply, session.renewed, secure);
    return session?.principal;
  }

  private async check(caller: Principal, need: Need | undefined, request: FastifyRequest): Promise<void> {
    if (!need || !may(caller.roles, need.permission)) throw new CodedError(problem('forbidden'));
    if (caller.mustChangePassword && need.permission !== 'own-account.use') {
      throw new CodedError(problem('password-change-required'));
    }
    if (caller.stores) await keepToStores(caller.stores, need.reach, request, this.doors.storeOf);
  }
}

function readOf({ routeOptions, params }: FastifyRequest): { route: string; id?: string } {
  const { id } = params as { id?: unknown };
  return { route: routeOptions.url ?? '', ...(typeof id === 'string' && { id }) };
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}
