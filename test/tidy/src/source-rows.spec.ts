import { existsSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { root, textOf } from './repository.js';

const page = 'docs/source-rows.md';
const link = /\]\(([^)\s]+)\)/g;

interface Row {
  id: string;
  where: string;
  tested: string;
}

function rowsOf(text: string): Row[] {
  const lines = text.split('\n').filter((line) => /^\| S\d+ \|/.test(line));
  return lines.map((line) => {
    const [, id, , where, tested] = line.split('|').map((cell) => cell.trim());
    return { id: id!, where: where!, tested: tested! };
  });
}

const linksIn = (cell: string) => [...cell.matchAll(link)].map(([, target]) => normalize(join('docs', target!)));

/** A row that is done links to what does it and to specs; one that is not says why, and claims no test. */
function faultsOf(text: string): string[] {
  return rowsOf(text).flatMap(({ id, where, tested }) => {
    const isDone = !/^(not yet: |advice to people)/.test(where);
    const [doing, testing] = [linksIn(where), linksIn(tested)];
    const faults = [...doing, ...testing].filter((path) => !existsSync(join(root, path))).map((path) => `no ${path}`);
    faults.push(...testing.filter((path) => !path.endsWith('.spec.ts')).map((path) => `${path} is no spec`));
    if (isDone && (doing.length === 0 || testing.length === 0)) faults.push('done without a file or a test');
    if (!isDone && tested !== '—') faults.push('tested, but not done');
    return faults.map((fault) => `${id}: ${fault}`);
  });
}

it('has every row of the source document once, in order', () => {
  expect(rowsOf(textOf(page)).map(({ id }) => id)).toEqual(Array.from({ length: 38 }, (_, i) => `S${i + 1}`));
});

it('says of each where it is done and tested, or why not', () => {
  expect(faultsOf(textOf(page))).toEqual([]);
});

it('notices a row that says more than there is', () => {
  const planted = [
    '| S1 | a | [gone](../libs/gone.ts) | [spec](../libs/domain/src/seal.spec.ts) |',
    '| S2 | a | done | — |',
    '| S3 | a | not yet: later | [spec](../libs/domain/src/seal.spec.ts) |',
    '| S4 | a | [seal](../libs/domain/src/seal.ts) | [seal](../libs/domain/src/seal.ts) |',
  ];
  expect(faultsOf(planted.join('\n'))).toEqual([
    'S1: no libs/gone.ts',
    'S2: done without a file or a test',
    'S3: tested, but not done',
    'S4: libs/domain/src/seal.ts is no spec',
  ]);
});
