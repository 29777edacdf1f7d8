import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';

const runFile = promisify(execFile);

/** The browser that `npm install` brought. Its package's own flags switch protections off that the tests are about. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await chromium.executablePath();
  const libraries = (await starts(executablePath, process.env)) ? {} : { LD_LIBRARY_PATH: await unpackedLibraries() };
  return playwright.launch({
    executablePath,
    args: ['--no-sandbox', '--font-render-hinting=none'],
    env: { ...definedEnvironment(), ...libraries },
  });
}

/** A page that remembers what a person with the developer tools open would see in red. */
export async function openPage(browser: Browser, locale = 'en-US'): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints };
}

async function starts(executablePath: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return runFile(executablePath, ['--version'], { env }).then(
    () => true,
    () => false,
  );
}

/** The few libraries (NSS above all) that a machine without a desktop lacks; the package has them for Amazon Linux 2023. */
async function unpackedLibraries(): Promise<string> {
  const require = createRequire(import.meta.url);
  const folder = join(tmpdir(), 'tillwatch-chromium-libraries');
  const packed = await readFile(join(dirname(require.resolve('@sparticuz/chromium')), '../bin/al2023.tar.br'));
  const draft = `${folder}-${process.pid}`;
  await mkdir(draft, { recursive: true });
  const archive = join(draft, 'al2023.tar');
  await writeFile(archive, await promisify(brotliDecompress)(packed));
  await runFile('tar', ['-xf', archive, '-C', draft]);
  await rename(draft, folder).catch(() => undefined); // unpacked before
  return join(folder, 'lib');
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
