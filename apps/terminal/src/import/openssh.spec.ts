import type { LineOutcome } from './log-format.js';
import { openssh } from './openssh.js';

/** Written by hand after the shapes that sshd logs; addresses are those kept for documentation (RFC 5737, RFC 3849). */
function outcomes(...messages: string[]): LineOutcome[] {
  const read = openssh.open({ year: 2025, zone: '+08:00' });
  return messages.map((message) =>
    read(
      /^sshd|^CRON/.test(message)
        ? `Dec 10 07:00:00 shop-7 ${message}`
        : `Dec 10 07:00:00 shop-7 sshd[411]: ${message}`,
    ),
  );
}

const happeningsOf = (...messages: string[]) =>
  outcomes(...messages).flatMap((outcome) =>
    outcome.kind === 'mapped'
      ? outcome.happenings.map(({ name, terminalId, operatorId, data }) => ({ name, terminalId, operatorId, data }))
      : [],
  );
const rulesOf = (...messages: string[]) =>
  outcomes(...messages).map((outcome) => (outcome.kind === 'unmapped' ? 'unmapped' : outcome.rule));

it('maps host to store, address to terminal, user to operator, and keeps the log’s own time and zone', () => {
  const [outcome] = outcomes('Failed password for liu from 203.0.113.7 port 4022 ssh2');
  expect(outcome).toEqual({
    kind: 'mapped',
    rule: 'failed',
    happenings: [
      {
        name: 'LoginFailed',
        terminalId: '203.0.113.7',
        storeId: 'shop-7',
        operatorId: 'liu',
        time: '2025-12-10T07:00:00+08:00',
        at: Date.parse('2025-12-09T23:00:00Z'),
        data: { reason: 'invalid-password' },
      },
    ],
  });
});

it('tells an unknown user and a refused key from a wrong password', () => {
  const reasons = happeningsOf(
    'Failed password for invalid user boss from 203.0.113.7 port 1 ssh2',
    'Failed none for invalid user 0 from 203.0.113.7 port 1 ssh2',
    'Failed publickey for liu from 203.0.113.7 port 1 ssh2: RSA SHA256:abc',
    'Failed keyboard-interactive/pam for liu from 203.0.113.7 port 1 ssh2',
  ).map(({ data }) => data['reason']);
  expect(reasons).toEqual(['unknown-operator', 'unknown-operator', 'factor-failed', 'invalid-password']);
});

it('opens a session at "Accepted" and closes it once, whichever line tells first', () => {
  const accepted = 'Accepted password for liu from 203.0.113.7 port 4022 ssh2';
  const closed = 'pam_unix(sshd:session): session closed for user liu';
  const gone = 'sshd[412]: Disconnected from user liu 203.0.113.7 port 4022';
  expect(happeningsOf(accepted, closed)).toEqual([
    {
      name: 'LoginSucceeded',
      terminalId: '203.0.113.7',
      operatorId: 'liu',
      data: { sessionId: '411-4022', factors: ['password'] },
    },
    {
      name: 'LoggedOut',
      terminalId: '203.0.113.7',
      operatorId: 'liu',
      data: { sessionId: '411-4022', reason: 'operator' },
    },
  ]);
  expect(rulesOf(accepted, gone, closed)).toEqual(['accepted', 'session-ended', 'no-open-session']);
  expect(rulesOf(accepted, closed, gone)).toEqual(['accepted', 'session-ended', 'no-open-session']);
});

it('counts a folded failure as often as it happened', () => {
  const line = 'message repeated 5 times: [ Failed password for root from 203.0.113.7 port 4022 ssh2]';
  expect(happeningsOf(line)).toHaveLength(5);
  expect(rulesOf(line, 'message repeated 2 times: [ Connection closed by 203.0.113.7 [preauth]]')).toEqual([
    'failed-repeated',
    'disconnect',
  ]);
  expect(rulesOf(line.replace('5', '99999999'))).toEqual(['unmapped']);
});

it('counts one attempt once, however many lines tell of it', () => {
  const attempt = [
    'Invalid user boss from 203.0.113.7',
    'input_userauth_request: invalid user boss [preauth]',
    'pam_unix(sshd:auth): check pass; user unknown',
    'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7 ',
    'Failed password for invalid user boss from 203.0.113.7 port 4022 ssh2',
    'error: maximum authentication attempts exceeded for invalid user boss from 203.0.113.7 port 4022 ssh2 [preauth]',
    'Disconnecting: Too many authentication failures for boss [preauth]',
    'PAM 5 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7 ',
  ];
  expect(happeningsOf(...attempt)).toHaveLength(1);
  expect(rulesOf(...attempt)).not.toContain('unmapped');
});

it.each([' 0101', '', 'x from 192.0.2.1 port 22 ssh2', '王芳', 'a\tb', "'; drop table", 'invalid user'])(
  'keeps the typed name %j as it was typed',
  (name) => {
    const [failure] = happeningsOf(`Failed password for invalid user ${name} from 203.0.113.7 port 4022 ssh2`);
    expect(failure).toMatchObject({ terminalId: '203.0.113.7', data: { reason: 'unknown-operator' } });
    expect(failure!.operatorId).toBe(name || undefined);
  },
);

it('makes an id of an IPv6 address', () => {
  const [failure] = happeningsOf('Failed password for liu from 2001:DB8::7 port 4022 ssh2');
  expect(failure!.terminalId).toBe('ip6-2001-db8--7');
});

it('keeps names and addresses within what the contract allows, and different ones apart', () => {
  const [one, other] = ['a', 'b'].map((end) => `${'host.'.repeat(20)}${end}`);
  const long = happeningsOf(
    `Failed password for ${'n'.repeat(300)} from ${one} port 4022 ssh2`,
    `Failed password for liu from ${other} port 4022 ssh2`,
  );
  expect(long[0]!.operatorId).toHaveLength(256);
  expect(long.every(({ terminalId }) => terminalId.length <= 64)).toBe(true);
  expect(long[0]!.terminalId).not.toBe(long[1]!.terminalId);
});

it('ignores other programs by name, and reports an sshd message that no rule knows', () => {
  expect(rulesOf('CRON[7]: pam_unix(cron:session): session opened for user root', 'A message of tomorrow')).toEqual([
    'other-program',
    'unmapped',
  ]);
});

it('ignores only by rules it can explain, each named once', () => {
  const names = openssh.rules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { why } of openssh.rules) expect(why.en && why.zh).toBeTruthy();
});
