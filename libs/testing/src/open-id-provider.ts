import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OpenIdProvider {
  issuer: string;
  /** What it says of people, by the name they sign in with there; to be changed at will. */
  people: Record<string, Record<string, unknown>>;
  /** Claims that somebody between it and us changes in its answers, whose signatures they cannot make. */
  forged?: Record<string, unknown>;
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
  const started: OpenIdProvider = {
    issuer,
    people,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  provider.use(async (context, next) => {
    await next();
    const answer = context.body as { id_token?: string } | undefined;
    if (started.forged && answer?.id_token) answer.id_token = withClaims(answer.id_token, started.forged);
  });
  server.on('request', (request, response) => void provider.callback()(request, response));
  return started;
}

/** The token with other claims, and the signature it had. */
function withClaims(token: string, claims: Record<string, unknown>): string {
  const [header, payload, signature] = token.split('.');
  const told = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
  return [header, Buffer.from(JSON.stringify({ ...told, ...claims })).toString('base64url'), signature].join('.');
}
