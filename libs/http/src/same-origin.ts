import type { FastifyRequest } from 'fastify';

const safeMethods = new Set(['GET', 'HEAD']);

/**
 * Whether a request that came with a cookie was made by our own page. Browsers say so: `Sec-Fetch-Site` where the page is
 * served securely, `Origin` with every other request that changes something. One that says neither is no browser of
 * today's, and is refused. Nothing has to be kept, sent along or compared that a neighbouring host could have set.
 */
export function isSameOrigin({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  if (safeMethods.has(method)) return true; // they change nothing, and SameSite=Strict keeps the cookie from strangers
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}
