import { checkConnectionString, ConnectionStringError } from './connection-string.js';

it.each([
  'esdb://localhost:2113?tls=false',
  'esdb+discover://cluster.example:2113',
  'esdb://a:2113,b:2113,c:2113/?nodePreference=leader&tls=true',
  'esdb://user:pass%40word@[::1]:2113?keepAliveInterval=10000&tlsCAFile=%2Fetc%2Fca.pem',
  'esdb://db?TLS_CA_File=ca.pem',
])('takes %s', (url) => {
  expect(checkConnectionString(url)).toEqual({ dropsCredentials: false });
});

it.each([
  ['another scheme', 'http://me:secret@db'],
  ['no host', 'esdb://me:secret@'],
  ['a password that is not encoded', 'esdb://me:se@cret@db'],
  ['an option nobody knows', 'esdb://me:secret@db?tsl=false'],
  ['an option without a value', 'esdb://me:secret@db?tls='],
  ['what the client would ignore', 'esdb://me:secret@db?tlsVerifyCert=false'],
])('refuses %s and does not repeat it', (_, url) => {
  expect(() => checkConnectionString(url)).toThrow(ConnectionStringError);
  expect(() => checkConnectionString(url)).not.toThrow(/secret|cret/);
});

it('notices credentials that would not be sent', () => {
  expect(checkConnectionString('esdb://me:secret@db?tls=false')).toEqual({ dropsCredentials: true });
  expect(checkConnectionString('esdb://me:secret@db')).toEqual({ dropsCredentials: false });
});
