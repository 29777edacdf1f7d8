import { openIdSettings } from './openid-settings.js';

const all: Record<string, string> = {
  TILLWATCH_OIDC_ISSUER: 'https://id.example',
  TILLWATCH_OIDC_CLIENT_ID: 'tillwatch',
  TILLWATCH_OIDC_CLIENT_SECRET: 'kept-to-itself',
};
const read = (over: Record<string, string | undefined> = {}, publicUrl: string | undefined = 'https://till.example') =>
  openIdSettings((name) => ({ ...all, ...over })[name], publicUrl);

it('is off unless it is asked for', () => {
  expect(openIdSettings(() => undefined, undefined)).toBeUndefined();
});

it('knows where people are sent back to, and what their claims mean', () => {
  expect(read({ TILLWATCH_OIDC_ROLE_MAP: 'sec=security-analyst, aud=auditor' })).toEqual({
    ...{ issuer: 'https://id.example', clientId: 'tillwatch', clientSecret: 'kept-to-itself', rolesClaim: 'roles' },
    redirectUrl: 'https://till.example/v1/sign-in/openid/callback',
    roleMap: { sec: 'security-analyst', aud: 'auditor' },
  });
});

it.each([
  [{ TILLWATCH_OIDC_CLIENT_SECRET: undefined }, 'belong together'],
  [{ TILLWATCH_OIDC_ISSUER: 'http://id.example' }, 'TILLWATCH_OIDC_ISSUER'],
  [{ TILLWATCH_OIDC_ISSUER: 'nonsense' }, 'TILLWATCH_OIDC_ISSUER'],
  [{ TILLWATCH_OIDC_ROLE_MAP: 'sec' }, 'TILLWATCH_OIDC_ROLE_MAP'],
])('refuses %j, and repeats no secret', (over, message) => {
  expect(() => read(over)).toThrow(message);
  expect(() => read(over)).not.toThrow('kept-to-itself');
});

it('needs to know its own address, and takes http from this machine', () => {
  expect(() => openIdSettings((name) => all[name], undefined)).toThrow('TILLWATCH_PUBLIC_URL');
  expect(read({ TILLWATCH_OIDC_ISSUER: 'http://127.0.0.1:9000' })).toBeDefined();
});
