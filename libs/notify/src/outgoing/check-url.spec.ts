import { checkUrl } from './check-url.js';
import { trustedHosts } from './trusted-hosts.js';

const refused = (text: string, trusted = ''): string | undefined => {
  const checked = checkUrl(text, trustedHosts(trusted));
  return checked.ok ? undefined : checked.error;
};

it.each([
  'https://hooks.example.com/x?y=1',
  'https://hooks.example.com:8443/',
  'https://收银.example/',
  'https://93.184.215.14/',
  'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
])('takes %s', (text) => expect(refused(text)).toBeUndefined());

/** Ways to name this machine, its network or a cloud's metadata (A37 of the abuse list). */
it.each([
  'https://169.254.169.254/latest/meta-data',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://127.255.255.254/',
  'https://0x7f000001/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://017700000001/',
  'https://0177.0.0.1/',
  'https://１２７.０.０.１/',
  'https://①②⑦.0.0.1/',
  'https://127。0。0。1/',
  'https://127.0.0.1./',
  'https://0.0.0.0/',
  'https://0/',
  'https://10.1.2.3/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://192.0.0.8/',
  'https://192.0.2.1/',
  'https://198.18.0.1/',
  'https://198.51.100.1/',
  'https://203.0.113.1/',
  'https://192.88.99.1/',
  'https://224.0.0.1/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://[::]/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:8.8.8.8]/',
  'https://[::127.0.0.1]/',
  'https://[::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[2002:a9fe:a9fe::1]/',
  'https://[2001:0:7f00:1::]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::7f00:1]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[fc00::1]/',
  'https://[fd12:3456::1]/',
  'https://[ff02::1]/',
  'https://[2001:db8::1]/',
  'https://[100::1]/',
  'https://[4000::1]/',
])('refuses %s for its address', (text) => expect(refused(text)).toBe('That address is not on the internet.'));

it.each([
  ['http://hooks.example.com/', 'https'],
  ['file:///etc/passwd', 'https'],
  ['gopher://hooks.example.com/_x', 'https'],
  ['ftp://hooks.example.com/', 'https'],
  ['data:text/plain,x', 'https'],
  ['javascript:alert(1)', 'https'],
  ['https://user@hooks.example.com/', 'before the host'],
  ['https://user:pass@hooks.example.com/', 'before the host'],
  ['https://:pass@hooks.example.com/', 'before the host'],
  ['https://hooks.example.com:22/', 'Allowed ports'],
  ['https://hooks.example.com:80/', 'Allowed ports'],
  ['https://hooks.example.com:5432/', 'Allowed ports'],
  ['https://256.1.1.1/', 'not a URL'],
  ['https://[::1%25lo]/', 'not a URL'],
  ['https://', 'not a URL'],
  ['//hooks.example.com/', 'not a URL'],
  ['', 'not a URL'],
  [`https://hooks.example.com/${'x'.repeat(2_048)}`, 'not a URL'],
])('refuses %s', (text, why) => expect(refused(text)).toContain(why));

it('lets the operator name a host, with or without its port, and nothing beside it', () => {
  const trusted = 'siem.lan, 127.0.0.1:8080, [fd00::7]';
  for (const text of ['http://siem.lan:9000/', 'https://SIEM.lan/', 'http://127.0.0.1:8080/', 'http://[fd00:0::7]/']) {
    expect([text, refused(text, trusted)]).toEqual([text, undefined]);
  }
  for (const text of [
    'http://127.0.0.1:8081/',
    'http://evil.siem.lan/',
    'http://siem.lan.evil.example/',
    'http://[fd00::8]/',
  ]) {
    expect([text, refused(text, trusted)]).not.toEqual([text, undefined]);
  }
  expect(refused('http://user@siem.lan/', trusted)).toContain('before the host');
});

it.each(['siem.lan/path', 'user@siem.lan', 'http://siem.lan', 'siem.lan:port', 'a b', '[::1'])(
  'does not take %s for a host',
  (entry) => expect(() => trustedHosts(entry)).toThrow(`"${entry}" is not a host`),
);
