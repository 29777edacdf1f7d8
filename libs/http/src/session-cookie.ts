import type { FastifyReply, FastifyRequest } from 'fastify';

/** With `__Host-` a browser takes it only over https, for this host alone and for every path (RFC 6265bis, 4.1.3). */
const names = { secure: '__Host-tillwatch-session', plain: 'tillwatch-session' } as const;

const secretForm = /^[A-Za-z0-9_-]{20,200}$/;

/** `secure`: people reach us by https, through a proxy or not. */
export function setSessionCookie(reply: FastifyReply, secret: string, secure: boolean): void {
  void reply.header('set-cookie', cookie(secret, secure));
}

export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  void reply.header('set-cookie', `${cookie('', secure)}; Max-Age=0`);
}

/** The session's secret of a request; `undefined` without one, or when it came twice. */
export function sessionSecret({ headers }: Pick<FastifyRequest, 'headers'>, secure: boolean): string | undefined {
  const name = secure ? names.secure : names.plain;
  const held = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const [found, ...more] = held.filter(([key]) => key === name).map(([, value = '']) => value);
  return found !== undefined && more.length === 0 && secretForm.test(found) ? found : undefined;
}

/** No Max-Age: it ends with the browser, and with the session on our side before that. */
function cookie(secret: string, secure: boolean): string {
  const name = secure ? names.secure : names.plain;
  return `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}
