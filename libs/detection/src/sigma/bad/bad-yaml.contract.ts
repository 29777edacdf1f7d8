import { bad, withDetection, withItem } from './bad-document.contract.js';

const good = withItem('a: 1');

/** What is no plain data, or too much of it. */
export const badYaml = [
  bad('nothing', 'file-empty', 1, ''),
  bad('only comments', 'file-empty', 1, '# nothing\n---\n---\n'),
  bad('unclosed quote', 'yaml-syntax', 7, withItem("a: 'x")),
  bad('tab as indentation', 'yaml-syntax', 2, 'title: a\n\tlogsource: x\n'),
  bad('two values', 'yaml-syntax', 1, 'a: b: c\n'),
  bad('a list that is not closed', 'yaml-syntax', 6, withItem('a: [1, 2')),
  bad('control characters', 'yaml-syntax', 1, '@\u0001\u0002\u0000'),
  bad('a picture', 'kind-unknown', 1, '\u0089PNG: x'),
  bad('anchor', 'yaml-alias', 5, withItem('a: &x 1')),
  bad('alias', 'yaml-alias', 1, 'a: &x [1]\nb: *x\n'),
  bad('alias to nothing', 'yaml-alias', 5, withItem('a: *nothing')),
  bad('billion laughs', 'yaml-alias', 1, laughs()),
  bad('merge key', 'yaml-merge-key', 5, withItem('<<: { a: 1 }')),
  bad('tag that runs code elsewhere', 'yaml-tag', 5, withItem('a: !!python/object/apply:os.system ["id"]')),
  bad('binary tag', 'yaml-tag', 5, withItem('a: !!binary aGVsbG8=')),
  bad('own tag', 'yaml-tag', 5, withItem('a: !include other.yml')),
  bad('tag of the core schema', 'yaml-tag', 5, withItem('a: !!str 1')),
  bad('YAML 1.1 directive', 'yaml-directive', 1, `%YAML 1.1\n---\n${good}`),
  bad('tag directive', 'yaml-directive', 1, `%TAG ! tag:example.org,2000:\n---\n${good}`),
  bad('duplicate key', 'yaml-duplicate-key', 6, withItem('a: 1\n    a: 2')),
  bad('duplicate key in quotes', 'yaml-duplicate-key', 6, withItem("a: 1\n    'a': 2")),
  bad('duplicate key at the top', 'yaml-duplicate-key', 2, `title: x\n${good}`),
  bad('duplicate key in flow', 'yaml-duplicate-key', 5, withItem('a: { b: 1, b: 2 }')),
  bad('map as a key', 'yaml-key', 5, withItem('? { a: 1 }\n    : 2')),
  bad('null as a key', 'yaml-key', 5, withItem('~: 2')),
  bad('deep flow lists', 'yaml-too-deep', 1, '['.repeat(5_000)),
  bad('deep flow maps', 'yaml-too-deep', 1, '{a: '.repeat(5_000)),
  bad('deep block lists', 'yaml-too-deep', 1, '- '.repeat(5_000)),
  bad('deep block maps', 'yaml-too-deep', 33, Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')),
  bad('deep keys', 'yaml-too-deep', 1, '? '.repeat(5_000)),
  bad('too many values', 'yaml-too-large', 1, `a: [${'1,'.repeat(60_000)}]`),
  bad('too many keys', 'yaml-too-large', 25_000, Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n')),
  bad('too many documents', 'yaml-too-large', 2_001, '---\na: 1\n'.repeat(2_000)),
  bad('too many bytes', 'file-too-large', 1, `title: ${'x'.repeat(1_100_000)}`),
  bad('too many bytes in few characters', 'file-too-large', 1, `title: ${'漢'.repeat(400_000)}`),
  bad('number without all its digits', 'number-inexact', 5, withItem('a: 12345678901234567890')),
  bad('number that is none', 'number-inexact', 5, withItem('a: .nan')),
  bad('number without end', 'number-inexact', 5, withItem('a: 1e400')),
  bad('second document of two', 'kind-unknown', 9, `${good}---\n# nothing\ntitle: y\n`),
  bad('a text', 'not-a-map', 1, 'just words\n'),
  bad('a list', 'not-a-map', 1, '- title: x\n'),
  bad('HTML', 'not-a-map', 1, '<!DOCTYPE html>\n<html>\n'),
  bad('a rule in a list', 'not-a-map', 4, withDetection('- a: 1')),
];

function laughs(): string {
  const lines = ['a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]'];
  for (let i = 1; i < 10; i++)
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  return lines.join('\n');
}
