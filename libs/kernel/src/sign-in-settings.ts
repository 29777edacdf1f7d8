import { isIP } from 'node:net';
import { SettingError } from './setting-error.js';

/** Who tries to sign in, and how often they may. */
export interface SignInSettings {
  /** Addresses and networks whose `X-Forwarded-For` is believed; absent: none. */
  trustedProxies?: readonly string[];
  /** Failed tries from one address within 15 minutes; absent: the product's own limit. */
  triesPerAddress?: number;
}

type Name = 'TILLWATCH_TRUSTED_PROXIES' | 'TILLWATCH_SIGN_IN_TRIES';

/** Throws a `SettingError` that names the variable. */
export function signInSettings(value: (name: Name) => string | undefined): SignInSettings {
  const settings: SignInSettings = {};
  const proxies = value('TILLWATCH_TRUSTED_PROXIES')?.split(',');
  if (proxies) settings.trustedProxies = proxies.map((text) => networkOf(text.trim()));
  const tries = value('TILLWATCH_SIGN_IN_TRIES');
  if (tries !== undefined) settings.triesPerAddress = triesOf(tries);
  return settings;
}

/** Every address there is (`/0`) is refused: then whoever comes could say who they are. */
function networkOf(text: string): string {
  const [address = '', bits, ...more] = text.split('/');
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)]!;
  const isLength = bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest);
  if (longest > 0 && isLength && more.length === 0) return text;
  throw new SettingError(
    'TILLWATCH_TRUSTED_PROXIES must be addresses or networks (10.0.0.0/8), separated by commas.',
    'TILLWATCH_TRUSTED_PROXIES 必须是由逗号分隔的地址或网段（如 10.0.0.0/8）。',
  );
}

function triesOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new SettingError(
    'TILLWATCH_SIGN_IN_TRIES must be a whole number from 1 to 999999.',
    'TILLWATCH_SIGN_IN_TRIES 必须是 1 到 999999 的整数。',
  );
}
