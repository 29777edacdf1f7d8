import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { shippedPolicies } from '@tillwatch/domain';
import { cleanUp, newFolder } from '../agent/terminal.fixture.js';
import { policyFrom } from '../passwords/judging-policy.js';

afterEach(cleanUp);

/** As it is built (`npm test` builds first). */
const program = join(import.meta.dirname, '../../dist/terminal.js');
const { settings } = shippedPolicies.find(({ id }) => id === 'pci-dss')!;

function judged(input: string, ...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const process_ = spawn(process.execPath, [program, 'judge', ...args], { env: { LANG: 'C' } });
  const ended = { stdout: '', stderr: '' };
  process_.stdout.on('data', (chunk) => (ended.stdout += String(chunk)));
  process_.stderr.on('data', (chunk) => (ended.stderr += String(chunk)));
  process_.stdin.end(input);
  return new Promise((resolve) => process_.on('close', (code) => resolve({ code, ...ended })));
}

it('judges what comes by standard input, by a shipped profile', async () => {
  const sample = await judged('aB1#dE2%\n', '--profile', 'shop-guide');
  expect(sample).toMatchObject({ code: 1, stderr: '' });
  expect(JSON.parse(sample.stdout)).toMatchObject({ passed: false, verdict: { length: 8, profileVersion: 1 } });
  expect(sample.stdout).not.toContain('aB1#');
  expect((await judged('kX7!mQ2$vR9&', '--profile', 'pci-dss')).code).toBe(0);
  const about = await judged(
    'xQ!cashier-42#Tz',
    '--profile',
    'nist-800-63b',
    '--about',
    'Li Na',
    '--about',
    'cashier-42',
  );
  expect(JSON.parse(about.stdout)).toMatchObject({ reasons: ['blocklisted', 'about-the-person'] });
});

it("judges by the platform's answer in a file, and says what it needs", async () => {
  const path = join(newFolder(), 'policy.json');
  writeFileSync(
    path,
    JSON.stringify({ id: 'pci-dss', current: { version: 4, settings: { ...settings, minLength: 13 } } }),
  );
  const verdict = await judged('kX7!mQ2$vR9&', '--profile', path);
  expect(JSON.parse(verdict.stdout)).toMatchObject({ reasons: ['too-short'], verdict: { profileVersion: 4 } });
  for (const args of [[], ['--profile', '/nowhere'], ['--profile', program]]) {
    expect(await judged('secret-text-1', ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--profile'),
    });
  }
});

it('judges for a till in another language, without repeating the password', async () => {
  const folder = newFolder();
  const env = { TILLWATCH_TERMINAL_FOLDER: folder, TILLWATCH_TERMINAL_ID: 't-1', TILLWATCH_TERMINAL_STORE: 's-1' };
  const process_ = spawn(process.execPath, [program, 'run', '--wait', '0'], { env });
  const lines: Record<string, unknown>[] = [];
  let text = '';
  createInterface(process_.stdout).on('line', (line) => {
    text += line;
    lines.push(JSON.parse(line) as Record<string, unknown>);
  });
  const say = (line: object) => process_.stdin.write(`${JSON.stringify(line)}\n`);
  const inForce = { profile: 'own', version: 3, settings };
  say({ ref: 1, ask: 'judge', password: 'aB1#dE2%', profile: 'shop-guide' });
  say({ ref: 2, ask: 'judge', password: 'kX7!mQ2$vR9&', profile: inForce, reused: true });
  say({ ref: 3, ask: 'judge', password: 'kX7!mQ2$vR9&', profile: 'nothing' });
  say({ ref: 4, ask: 'judge', password: 7, profile: 'pci-dss' });
  for (let tries = 0; lines.length < 4 && tries < 600; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  process_.stdin.end();
  await new Promise((resolve) => process_.on('close', resolve));
  expect(lines.toSorted((a, b) => Number(a['ref']) - Number(b['ref']))).toMatchObject([
    { ref: 1, passed: false, verdict: { profile: 'shop-guide' } },
    { ref: 2, passed: false, reasons: ['reused'], verdict: { profile: 'own', profileVersion: 3, reused: true } },
    { ref: 3, status: 'refused', code: 'happening-invalid' },
    { ref: 4, status: 'refused', code: 'happening-invalid' },
  ]);
  expect(text).not.toMatch(/aB1#|kX7!/);
});

it.each([
  [{ inForce: {} }, false],
  [undefined, false],
  [{ profile: 'p', version: 1, settings }, true],
  [{ id: 'p', current: { version: 1, settings } }, true],
  [{ profile: 'p', version: 1, settings: { ...settings, minLength: '12' } }, false],
  [{ profile: 'p', version: 1, settings: { ...settings, requiredClasses: ['emoji'] } }, false],
  [{ profile: 'p', version: 1, settings: { ...settings, blocklist: undefined } }, false],
])('reads a policy out of %j: %s', (value, isPolicy) => {
  expect(policyFrom(value) !== undefined).toBe(isPolicy);
});
