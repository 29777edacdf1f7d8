import { failureOf } from './failure.js';
import { outgoing } from './outgoing.js';
import { resolve } from './resolve.js';
import { trustedHosts } from './trusted-hosts.js';

const never = new AbortController().signal;
const to = (addresses: string[], trusted = '', reach: 'public' | 'network' = 'public'): Promise<string> => {
  const world = outgoing({ trusted: trustedHosts(trusted), lookup: async () => addresses });
  return resolve(world, { hostname: 'hooks.example.com', port: 443 }, reach, never);
};
const codeOf = (work: Promise<string>): Promise<string> => work.then(String, (error: unknown) => failureOf(error).code);

it('gives the first address of a name', async () => {
  expect(await to(['93.184.215.14', '2606:2800:21f::1'])).toBe('93.184.215.14');
});

it.each([[['127.0.0.1']], [['169.254.169.254']], [['::1']], [['::ffff:10.0.0.1']], [['fe80::1%eth0']], [['nonsense']]])(
  'blocks a name at %j',
  async (addresses) => expect(await codeOf(to(addresses))).toBe('blocked'),
);

it('blocks a name with one bad address among good ones, wherever it stands', async () => {
  expect(await codeOf(to(['93.184.215.14', '10.0.0.1']))).toBe('blocked');
  expect(await codeOf(to(['10.0.0.1', '93.184.215.14']))).toBe('blocked');
});

it('lets syslog into private networks, and not to this machine or the metadata of a cloud', async () => {
  expect(await to(['10.0.0.7'], '', 'network')).toBe('10.0.0.7');
  expect(await to(['fd00::7'], '', 'network')).toBe('fd00::7');
  for (const address of ['127.0.0.1', '::1', '169.254.169.254', '0.0.0.0', '::ffff:10.0.0.7']) {
    expect([address, await codeOf(to([address], '', 'network'))]).toEqual([address, 'blocked']);
  }
});

it('goes where the operator said, whatever the address', async () => {
  expect(await to(['127.0.0.1'], 'hooks.example.com:443')).toBe('127.0.0.1');
  expect(await codeOf(to(['127.0.0.1'], 'hooks.example.com:8443'))).toBe('blocked');
});

it('does not wait for a lookup that hangs', async () => {
  const world = outgoing({ lookup: () => new Promise(() => {}) });
  const resolving = resolve(world, { hostname: 'slow.example', port: 443 }, 'public', AbortSignal.timeout(20));
  expect(await codeOf(resolving)).toBe('timeout');
});

it('says that a name nobody knows cannot be reached', async () => {
  const gone = Object.assign(new Error('getaddrinfo ENOTFOUND hooks.example.com'), { code: 'ENOTFOUND' });
  const world = outgoing({ lookup: () => Promise.reject(gone) });
  expect(await codeOf(resolve(world, { hostname: 'hooks.example.com', port: 443 }, 'public', never))).toBe(
    'unreachable',
  );
  expect(await codeOf(to([]))).toBe('unreachable');
});
