import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OpenIdProvider {
  issuer: string;
  /** What it says of people, by the name they sign in with there; to be changed at will. */
  people: Record<string, Record<string, unknown>>;
  close(): void;
}

export interface OpenIdClient {
  id: string;
  secret: string;
  /** Where it sends people back to. */
  redirectUrl: string;
}

/** A real OpenID provider with one client; its own pages sign in whoever types a name. It insists on PKCE. */
export async function startOpenIdProvider(
  { id, secret, redirectUrl }: OpenIdClient,
  people: OpenIdProvider['people'],
): Promise<OpenIdProvider> {
  const { default: Provider } = await import('oidc-provider'); // a second's work that few tests need
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: id, client_secret: secret, redirect_uris: [redirectUrl] }],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'roles', 'stores'] },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    cookies: { keys: ['key'] },
  });
  server.on('request', (request, response) => void provider.callback()(request, response));
  return {
    issuer,
    people,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
