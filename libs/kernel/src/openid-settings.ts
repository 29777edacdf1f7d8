import { SettingError } from './setting-error.js';

/** An OpenID provider that people may sign in by. */
export interface OpenIdSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where the provider sends people back to. */
  redirectUrl: string;
  /** The claim whose values say what somebody may do. */
  rolesClaim: string;
  /** From a value of that claim to a role; absent: the values are roles. */
  roleMap?: Readonly<Record<string, string>>;
}

type Name =
  | 'TILLWATCH_OIDC_ISSUER'
  | 'TILLWATCH_OIDC_CLIENT_ID'
  | 'TILLWATCH_OIDC_CLIENT_SECRET'
  | 'TILLWATCH_OIDC_ROLES_CLAIM'
  | 'TILLWATCH_OIDC_ROLE_MAP';

const needed = ['TILLWATCH_OIDC_ISSUER', 'TILLWATCH_OIDC_CLIENT_ID', 'TILLWATCH_OIDC_CLIENT_SECRET'] as const;
const mapping = /^\s*[^\s:,=]+=[a-z-]+(\s*,\s*[^\s:,=]+=[a-z-]+)*\s*$/;

/** `undefined` without an issuer. Throws a `SettingError` that names what is missing or malformed, and repeats no secret. */
export function openIdSettings(
  value: (name: Name) => string | undefined,
  publicUrl: string | undefined,
): OpenIdSettings | undefined {
  const [issuer, clientId, clientSecret] = needed.map(value);
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined || publicUrl === undefined) {
    throw new SettingError(
      `These belong together: ${needed.join(', ')}, TILLWATCH_PUBLIC_URL.`,
      `以下设置必须同时提供：${needed.join('、')}、TILLWATCH_PUBLIC_URL。`,
    );
  }
  if (!isIssuer(issuer)) {
    throw new SettingError(
      'TILLWATCH_OIDC_ISSUER must be an https address (http on this machine alone).',
      'TILLWATCH_OIDC_ISSUER 必须是 https 地址（仅本机可用 http）。',
    );
  }
  const map = value('TILLWATCH_OIDC_ROLE_MAP');
  if (map !== undefined && !mapping.test(map)) {
    throw new SettingError(
      'TILLWATCH_OIDC_ROLE_MAP must be value=role, several with commas.',
      'TILLWATCH_OIDC_ROLE_MAP 的格式为 值=角色，多项用逗号分隔。',
    );
  }
  const pairs = map?.split(',').map((pair) => pair.trim().split('=') as [string, string]);
  return {
    ...{ issuer, clientId, clientSecret, rolesClaim: value('TILLWATCH_OIDC_ROLES_CLAIM') ?? 'roles' },
    redirectUrl: `${publicUrl}/v1/sign-in/openid/callback`,
    ...(pairs && { roleMap: Object.fromEntries(pairs) }),
  };
}

/** What goes over http can be read and changed on its way; on the machine itself there is no way. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (!url) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname));
}
