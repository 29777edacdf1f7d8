import { readSettings } from './settings.js';

const read = (trusted: string) => readSettings({ TILLWATCH_TRUSTED_PROXIES: trusted }).signIn.trustedProxies;

it('takes addresses and networks', () => {
  expect(read('127.0.0.1, 10.0.0.0/8,::1,fd00::/8')).toEqual(['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8']);
});

it.each(['proxy.lan', '10.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0', ',', 'true', '10.0.0.1 10.0.0.2'])(
  'believes no %s',
  (text) => {
    expect(() => read(text)).toThrow('TILLWATCH_TRUSTED_PROXIES');
  },
);

it('takes a limit of tries', () => {
  expect(readSettings({ TILLWATCH_SIGN_IN_TRIES: '30' }).signIn).toEqual({ triesPerAddress: 30 });
  for (const text of ['0', '-1', '1.5', '1e3', 'none', '1000000']) {
    expect(() => readSettings({ TILLWATCH_SIGN_IN_TRIES: text })).toThrow('TILLWATCH_SIGN_IN_TRIES');
  }
});
