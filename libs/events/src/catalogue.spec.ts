import { readdirSync } from 'node:fs';
import { catalogue, platformEvents, terminalEvents } from './catalogue.js';
import { defineEvent, type EventDefinition } from './define-event.js';
import { text } from './fields.js';
import { faultsIn, isValidData } from './validate-data.js';

describe.each(catalogue.map((definition): [string, EventDefinition] => [definition.name, definition]))(
  '%s',
  (...row) => {
    const definition = row[1];

    it('has a past-tense PascalCase name and a type that carries its schema version', () => {
      expect(definition.name).toMatch(/^(?:[A-Z][a-z]+)+$/);
      expect(definition.type).toBe(`tillwatch.${definition.name}.v${definition.schema}`);
    });

    it('has a sample that both validators accept', () => {
      expect(faultsIn(definition, definition.sample)).toEqual([]);
      expect(isValidData(definition, definition.sample)).toBe(true);
    });

    it('names personal fields that its payload has', () => {
      for (const pointer of definition.personal) {
        const [, member] = pointer.split('/');
        expect(Object.keys(definition.jsonSchema.properties!)).toContain(member);
      }
    });

    it('upcasts a sample of every earlier version to data that is valid today', () =>
      expect(earlierFaults(definition)).toEqual([]));

    it('says what it means in both languages', () => {
      expect(definition.about.en).toMatch(/^[A-Z].*\.$/);
      expect(definition.about.zh).toMatch(/\p{Script=Han}.*。$/u);
    });
  },
);

it('has no name twice', () => {
  const names = catalogue.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it.each([
  ['terminal', terminalEvents],
  ['platform', platformEvents],
])('lists every file of %s/', (folder, events) => {
  const files = readdirSync(new URL(folder, import.meta.url)).sort();
  expect(events.map(({ name }) => `${kebab(name)}.ts`).sort()).toEqual(files);
  expect(events.every(({ origin }) => origin === folder)).toBe(true);
});

it('notices an earlier version that is missing or does not become valid', () => {
  class Renamed {
    @text({ max: 10 })
    tray!: string;
  }
  const spec = {
    name: 'Renamed',
    origin: 'terminal' as const,
    schema: 3,
    payload: Renamed,
    about: { en: '', zh: '' },
    sample: { tray: 'A' },
    personal: [],
  };
  const wrong = { schema: 2, sample: { t: 'A' }, upcast: (data: Record<string, unknown>) => data };
  expect(earlierFaults(defineEvent({ ...spec, earlier: [wrong] }))).toEqual(['versions are 2, not 1,2', 'v2']);
});

function earlierFaults({ earlier, schema, ...definition }: EventDefinition): string[] {
  const versions = earlier.map((version) => version.schema).join();
  const wanted = Array.from({ length: schema - 1 }, (_, i) => i + 1).join();
  const faults = versions === wanted ? [] : [`versions are ${versions}, not ${wanted}`];
  earlier.forEach((version, from) => {
    const data = earlier.slice(from).reduce((older, { upcast }) => upcast(older), version.sample);
    if (!isValidData({ ...definition, earlier, schema }, data)) faults.push(`v${version.schema}`);
  });
  return faults;
}

function kebab(name: string): string {
  return name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
