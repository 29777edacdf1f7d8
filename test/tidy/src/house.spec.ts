import { files, isTest, root, sources, textOf } from './repository.js';

const code = sources.filter((path) => !isTest(path));
const linesOf = (path: string): number => textOf(path).trimEnd().split('\n').length;

it('keeps files small: none over 300 lines, the median under 80', () => {
  const sizes = code.map(linesOf).sort((a, b) => a - b);
  expect(files.filter((path) => /\.(tsx?|mjs)$/.test(path) && linesOf(path) > 300)).toEqual([]);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(80);
});

it('has no folder that names nothing, and none deeper than two below src', () => {
  const vague = /(^|\/)(utils?|common|shared|helpers?|services|dto|misc)\//;
  expect(files.filter((path) => /^(apps|libs)\//.test(path) && vague.test(path))).toEqual([]);
  expect(sources.filter((path) => path.split('/src/')[1]!.split('/').length > 3)).toEqual([]);
});

it('exports by name: no `export *` anywhere', () => {
  expect(sources.filter((path) => /^export \*/m.test(textOf(path)))).toEqual([]);
});

it('leaves no test out and no work for later', () => {
  const skipped = /\b(it|test|describe)\.(skip|only|todo)\b|\b(xit|xdescribe|fit|fdescribe)\(/;
  const later = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK'].map((word) => `\\b${word}\\b`).join('|'));
  const own = files.filter((path) => /\.(tsx?|mjs|cjs|sh)$/.test(path) && !path.startsWith('test/tidy/'));
  expect(own.filter((path) => skipped.test(textOf(path)))).toEqual([]);
  expect(own.filter((path) => later.test(textOf(path)))).toEqual([]);
});

it('gives each answer and body one name: OpenAPI knows them by nothing else, and the last of two would describe both', () => {
  const said = sources
    .filter((path) => /^apps\/(compliance|reporting)\//.test(path))
    .flatMap((path) => [...textOf(path).matchAll(/^(?:export )?class (\w+(?:Answer|Body|Dto|Page|View))\b/gm)])
    .map(([, name]) => name!);
  expect(said.length).toBeGreaterThan(100);
  expect(said.filter((name, index) => said.indexOf(name) !== index)).toEqual([]);
});

it('names no machine it was written on', () => {
  const checkout = root.replace(/\/$/, '');
  const text = files.filter((path) => !/\.(png|woff2?|ico|lock)$|package-lock\.json$/.test(path));
  const tells = (path: string): boolean =>
    textOf(path).includes(`${checkout}/`) || /registry\.npmjs\.org/.test(textOf(path));
  expect(text.filter((path) => !path.startsWith('test/tidy/') && tells(path))).toEqual([]);
});

it('has no file over 1 MB', () => {
  expect(files.filter((path) => Buffer.byteLength(textOf(path)) > 1_000_000)).toEqual([]);
});

it.each([
  ['libs/events/src/terminal', 'libs/events/src/catalogue.ts'],
  ['libs/events/src/platform', 'libs/events/src/catalogue.ts'],
  ['libs/detection/src/rules', 'libs/detection/src/rules.ts'],
  ['libs/domain/src/policies', 'libs/domain/src/shipped-policies.ts'],
  ['apps/terminal/src/scenarios', 'apps/terminal/src/scenarios/scenarios.ts'],
])('lists every file of %s in %s', (folder, list) => {
  const listed = textOf(list);
  const entries = code
    .filter((path) => path.startsWith(`${folder}/`) && !/\/(scenarios?|rules)\.ts$/.test(path))
    .map((path) => path.split('/').at(-1)!.replace(/\.ts$/, '.js'));
  expect(entries.length).toBeGreaterThan(3);
  expect(entries.filter((name) => !listed.includes(`/${name}'`))).toEqual([]);
});

it('lists every read model', () => {
  const models = code.filter(
    (path) => path.startsWith('libs/read-models/src/') && /^export const \w+: ReadModel = \{/m.test(textOf(path)),
  );
  const listed = textOf('libs/read-models/src/read-models.ts');
  expect(models.length).toBeGreaterThan(3);
  expect(models.filter((path) => !listed.includes(`./${path.split('/').at(-1)!.replace(/\.ts$/, '.js')}'`))).toEqual(
    [],
  );
});
