import { CodedError, type OpenIdSettings, problem, seal, unseal } from '@tillwatch/kernel';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { AccountsContext } from './accounts-context.js';
import { admit } from './openid-account.js';
import type { SignedIn } from './sign-in.js';

/** How long somebody may take at the provider. */
export const openIdMinutes = 10;
const about = 'openid sign-in';

/** What is kept in the browser between leaving and coming back, sealed. */
interface Left {
  verifier: string;
  state: string;
  nonce: string;
  /** ms since 1970. */
  until: number;
}

export interface OpenId {
  /** Where to send somebody, and what to keep in their browser until they are back. */
  begin(): Promise<{ url: string; kept: string }>;
  /** `query`: of the address they came back by. Throws `sign-in-failed`, why is in the log; or `role-missing`. */
  finish(query: string, kept: string | undefined, address: string): Promise<SignedIn>;
}

/** Authorization code with PKCE, state and nonce. The provider is asked who it is when the first person comes. */
export function openIdOf(of: AccountsContext, settings: OpenIdSettings): OpenId {
  let found: Promise<Configuration> | undefined;
  const provider = async (): Promise<Configuration> => {
    found ??= discover(settings);
    try {
      return await found;
    } catch (error) {
      found = undefined; // it may be back for the next
      throw new CodedError(problem('unavailable', undefined, 'The identity provider does not answer.'), {
        cause: error,
        retryAfter: 5,
      });
    }
  };
  return {
    async begin() {
      const [verifier, state, nonce] = [randomPKCECodeVerifier(), randomState(), randomNonce()];
      const url = buildAuthorizationUrl(await provider(), {
        ...{ redirect_uri: settings.redirectUrl, scope: 'openid profile', state, nonce },
        ...{ code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
      });
      const left: Left = { verifier, state, nonce, until: of.clock() + openIdMinutes * 60_000 };
      return { url: url.href, kept: seal(of.key, about, JSON.stringify(left)) };
    },
    async finish(query, kept, address) {
      const opened = kept === undefined ? undefined : unseal(of.key, about, kept);
      const left = opened === undefined ? undefined : (JSON.parse(opened) as Left);
      if (!left || of.clock() > left.until) throw new CodedError(problem('sign-in-failed'));
      const config = await provider();
      const claims = await claimsOf(config, new URL(`${settings.redirectUrl}?${query}`), left, of);
      return admit(of, settings, claims, address);
    },
  };
}

async function claimsOf(config: Configuration, url: URL, left: Left, { log }: AccountsContext) {
  const { verifier: pkceCodeVerifier, state: expectedState, nonce: expectedNonce } = left;
  try {
    const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
    return (await authorizationCodeGrant(config, url, checks)).claims()!;
  } catch (error) {
    log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'a sign-in by OpenID failed');
    throw new CodedError(problem('sign-in-failed'), { cause: error });
  }
}

function discover({ issuer, clientId, clientSecret }: OpenIdSettings): Promise<Configuration> {
  const isLocal = issuer.startsWith('http:'); // the settings let http through for this machine alone
  // Who signed an identity is checked also where the provider's own connection vouches for it.
  const execute = [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])];
  return discovery(new URL(issuer), clientId, clientSecret, undefined, { execute });
}
