import { UsageError, sentence } from '../command-line.js';
import { judgePassword } from '../passwords/judge-password.js';
import { readPolicyFile, shippedPolicy } from '../passwords/judging-policy.js';
import type { Given } from './terminal-options.js';

/** More than any password; the rest is not read. */
const longestInput = 64 * 1024;

/** `judge`: the password is all of standard input, without the end of its last line. Exit status 1: it did not pass. */
export async function judge(
  given: Given,
  input: AsyncIterable<Buffer | string> & { isTTY?: boolean },
): Promise<number> {
  const { profile, about = [] } = given;
  const policy =
    profile === undefined ? undefined : ((await shippedPolicy(profile)) ?? (await readPolicyFile(profile)));
  if (!policy) throw new UsageError(sentence('needsProfile'));
  if (input.isTTY) throw new UsageError(sentence('passwordFromInput'));
  const judgement = await judgePassword(await passwordOf(input), policy, { about });
  process.stdout.write(`${JSON.stringify(judgement)}\n`);
  return judgement.passed ? 0 : 1;
}

async function passwordOf(input: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes >= longestInput) break;
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
