/**
 * Lines as sshd writes them: six guesses at one account and then its password; nine more at invented accounts from one
 * address; an ordinary login and logout; lines of no interest. By the rules: R1 and R4 for `mallory`, R2 for the address.
 */
export const authLog = [
  ...guesses('mallory', '203.0.113.9', '02', 6),
  'Dec 10 07:03:10 gate sshd[300]: Accepted password for mallory from 203.0.113.9 port 40100 ssh2',
  ...['admin', 'oracle', 'test'].flatMap((user, index) =>
    guesses(`invalid user ${user}`, '198.51.100.4', `1${index}`, 3),
  ),
  'Dec 10 08:00:00 gate sshd[400]: Accepted publickey for alice from 192.0.2.10 port 50100 ssh2',
  'Dec 10 08:00:01 gate sshd[400]: pam_unix(sshd:session): session opened for user alice by (uid=0)',
  'Dec 10 08:30:00 gate sshd[400]: pam_unix(sshd:session): session closed for user alice',
  'Dec 10 08:31:00 gate CRON[500]: pam_unix(cron:session): session opened for user root by (uid=0)',
]
  .map((line) => `${line}\n`)
  .join('');

function guesses(user: string, address: string, minute: string, count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) =>
      `Dec 10 07:${minute}:0${index} gate sshd[2${minute}]: Failed password for ${user} from ${address} port 4000${index} ssh2`,
  );
}
