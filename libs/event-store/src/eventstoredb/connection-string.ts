/** What the client understands in the query of a connection string, in lower case; it would print the rest with the credentials. */
const KNOWN = new Set(
  [
    'connectionName',
    'defaultDeadline',
    'discoveryInterval',
    'gossipTimeout',
    'keepAliveInterval',
    'keepAliveTimeout',
    'maxDiscoverAttempts',
    'nodePreference',
    'tls',
    'tlsCAFile',
    'tlsVerifyCert',
    'userCertFile',
    'userKeyFile',
  ].map((name) => name.toLowerCase()),
);

const FORM = /^esdb(?:\+discover)?:\/\/(?:(?<credentials>[^:@/?]+:[^@/?]+)@)?[^@/?]+\/?(?:\?(?<query>.*))?$/;

/** A connection string we do not take. The message names what is wrong and never repeats the string. */
export class ConnectionStringError extends Error {
  override readonly name = 'ConnectionStringError';
}

/**
 * Throws `ConnectionStringError` for what the client would refuse or ignore, because it says so together with the
 * credentials. Returns whether credentials are given that will not be sent: the client drops them without TLS.
 */
export function checkConnectionString(url: string): { dropsCredentials: boolean } {
  const parts = FORM.exec(url);
  if (!parts)
    throw new ConnectionStringError('The connection string must be esdb://host:port or esdb+discover://host:port.');
  const query = parts.groups?.['query'] ?? '';
  const pairs = query === '' ? [] : query.split('&').map((pair) => pair.split('='));
  for (const [key = '', value = ''] of pairs) {
    const name = key.toLowerCase().replace(/[_-]/g, '');
    if (!KNOWN.has(name)) throw new ConnectionStringError('The connection string has an option that is not known.');
    if (value === '') throw new ConnectionStringError(`The option ${name} of the connection string has no value.`);
    if (name === 'tlsverifycert' && value !== 'true') {
      throw new ConnectionStringError('tlsVerifyCert=false is not supported; name the authority with tlsCAFile.');
    }
  }
  const hasNoTls = pairs.some(([key, value]) => key?.toLowerCase() === 'tls' && value === 'false');
  return { dropsCredentials: parts.groups?.['credentials'] !== undefined && hasNoTls };
}
