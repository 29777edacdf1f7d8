import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { settingNames } from '@tillwatch/kernel';
import { referenceDocs } from './reference-docs.js';
import { ruleTextsModule, ruleTextsPath } from './rule-texts.js';
import { files, root, sources, textOf } from './repository.js';

const pages = files.filter((path) => path.endsWith('.md'));

it.each(Object.entries(referenceDocs()))('%s says what the code says (npm run docs writes it)', (path, text) => {
  expect(textOf(path)).toBe(text);
});

it(`bundles the rules written in Sigma as they are (npm run docs writes ${ruleTextsPath})`, () => {
  expect(textOf(ruleTextsPath)).toBe(ruleTextsModule());
});

it('reads no setting that is not listed', () => {
  const used = new Set(sources.flatMap((path) => textOf(path).match(/\bTILLWATCH_[A-Z_]+\b/g) ?? []));
  const forTests = ['TILLWATCH_TEST_SERVER_URL', 'TILLWATCH_TEST_KAFKA_BROKERS', 'TILLWATCH_SAMPLE_LOGS'];
  expect([...used].filter((name) => !(name in settingNames) && !forTests.includes(name))).toEqual([]);
});

it('names only commands that exist, and every command somewhere', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const all = pages.map(textOf).join('\n');
  const named = new Set(
    [...all.matchAll(/(?:^|`|&& )npm (?:run )?(?:--silent )?([a-z][a-z:-]*)/gm)].map(([, name]) => name!),
  );
  for (const own of ['install', 'run', 'ci']) named.delete(own);
  expect([...named].filter((name) => !(name in scripts))).toEqual([]);
  const told = Object.keys(scripts).filter((name) => !name.startsWith('pre'));
  expect(told.filter((name) => !named.has(name))).toEqual([]);
});

it('has no dead link between its pages', () => {
  const dead = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
      .map(([, target]) => normalize(join(dirname(page), target!)))
      .filter((target) => !existsSync(join(root, target)))
      .map((target) => `${page} -> ${target}`),
  );
  expect(dead).toEqual([]);
});

it('names only files that exist', () => {
  const named = pages.flatMap((page) =>
    [...textOf(page).matchAll(/`((?:apps|libs|test|docs|infra)\/[\w./-]+\.\w+)`/g)].map(([, path]) => ({
      page,
      path: path!,
    })),
  );
  expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
});
