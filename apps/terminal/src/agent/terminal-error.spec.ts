import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerminalError, terminalErrors } from './terminal-error.js';

it('documents every error in both languages, and no other', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/terminal.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| `(outbox|event|happening|option|terminal|key)-/.test(line));
  const expected = Object.entries(terminalErrors).map(([code, { en, zh }]) => `| \`${code}\` | ${en} | ${zh} |`);
  expect(rows).toEqual(expected);
});

it('says what went wrong in both languages, with the detail', () => {
  const error = new TerminalError('key-refused', 'enrolment-code-invalid');
  expect(error.message).toBe('The platform refused the key: enrolment-code-invalid');
  expect(error.zh).toBe('平台拒绝了密钥：enrolment-code-invalid');
});
