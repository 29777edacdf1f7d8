import { files, textOf } from '../tidy/src/repository.ts';

/** Each entry of the API list is one test, or one table of tests, whose name begins with the entry's; most are beside this one. */
const entries = Array.from({ length: 46 }, (_, index) => `A${index + 1}`);
const title = /(?:\b(?:it|describe)\(\s*|\[)'(A\d+) /g;

it('has a test for each of A1 to A46, once', () => {
  const tests = files.filter((path) => path.endsWith('.spec.ts'));
  const named = tests.flatMap((path) => [...textOf(path).matchAll(title)].map(([, name]) => name!));
  expect(named.sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)))).toEqual(entries);
});
