import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReporting, type ReportingFixture } from '../reporting.contract.js';

let folder: string;
let reporting: ReportingFixture;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-'));
  await writeFile(join(folder, 'secret.txt'), 'outside');
  await mkdir(join(folder, 'dist/assets'), { recursive: true });
  await writeFile(join(folder, 'dist/index.html'), '<html>console</html>');
  await writeFile(join(folder, 'dist/assets/app-1a2b.js'), 'console.log(1)');
  reporting = await startReporting({ consoleFolder: join(folder, 'dist') });
});

afterAll(async () => {
  await reporting.close();
  await rm(folder, { recursive: true });
});

const ask = (url: string) => reporting.ask(url, { token: '' });

it('serves the page at / and at every path of its own routing, never from a cache', async () => {
  for (const url of ['/', '/index.html', '/operators/o-1', '/alerts?severity=high', '/v1x']) {
    const { status, text, headers } = await ask(url);
    expect([url, status, text, headers['cache-control']]).toEqual([url, 200, '<html>console</html>', 'no-cache']);
    expect(headers['content-security-policy']).toContain("default-src 'self'");
  }
});

it('serves files whose names change with their content for good', async () => {
  const { status, text, headers } = await ask('/assets/app-1a2b.js');
  expect([status, text]).toEqual([200, 'console.log(1)']);
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

it.each(['/v1', '/v1/nothing', '/metrics/x', '/docs/nothing.js', '/assets/gone-3c4d.js'])(
  'has no page for %s',
  async (url) => {
    const { status, body } = await ask(url);
    expect([status, body['error']]).toEqual([404, expect.objectContaining({ code: 'not-found' })]);
  },
);

it.each(['/../secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/assets/%00'])(
  'never leaves its folder: %s',
  async (url) => {
    expect((await ask(url)).text).not.toContain('outside');
  },
);
