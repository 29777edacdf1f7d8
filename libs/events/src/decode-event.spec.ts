import { catalogue } from './catalogue.js';
import { createDecoder, decodeEvent } from './decode-event.js';
import { defineEvent } from './define-event.js';
import { text, whole } from './fields.js';

class PrinterJammed {
  @text({ max: 10 })
  tray!: string;

  @whole({ min: 0, max: 100 })
  pages!: number;
}

const printerJammed = defineEvent({
  name: 'PrinterJammed',
  origin: 'terminal',
  schema: 3,
  payload: PrinterJammed,
  about: { en: 'A printer jammed.', zh: '打印机卡纸。' },
  sample: { tray: 'A', pages: 2 },
  personal: [],
  earlier: [
    { schema: 1, sample: { t: 'A' }, upcast: ({ t }) => ({ tray: t }) },
    {
      schema: 2,
      sample: { tray: 'A' },
      upcast: (data) => {
        if (data['tray'] === 'lost') throw new Error('cannot read this');
        return { ...data, pages: 0 };
      },
    },
  ],
});

const decode = createDecoder([printerJammed]);

function row(type: string, data: object) {
  return { position: 7, stream: 'terminal-t1', revision: 2, type, header: '{"id":"x"}', data: JSON.stringify(data) };
}

it('reads the current schema version as it is', () => {
  expect(decode(row('tillwatch.PrinterJammed.v3', { tray: 'B', pages: 1 }))).toEqual({
    position: 7,
    stream: 'terminal-t1',
    revision: 2,
    name: 'PrinterJammed',
    header: { id: 'x' },
    data: { tray: 'B', pages: 1 },
  });
});

it('upcasts through every version between, and keeps unknown fields', () => {
  expect(decode(row('tillwatch.PrinterJammed.v1', { t: 'B' })).data).toEqual({ tray: 'B', pages: 0 });
  expect(decode(row('tillwatch.PrinterJammed.v2', { tray: 'B', extra: 1 })).data).toEqual({
    tray: 'B',
    extra: 1,
    pages: 0,
  });
});

it.each(['tillwatch.PrinterJammed.v4', 'tillwatch.Nobody.v1', 'constructor'])(
  'keeps %s raw under its full type',
  (type) => {
    expect(decode(row(type, { t: 'B' }))).toMatchObject({ name: type, data: { t: 'B' } });
  },
);

it('keeps an event raw when its upcaster cannot read it', () => {
  const type = 'tillwatch.PrinterJammed.v1';
  expect(decode(row(type, { t: 'lost' }))).toMatchObject({ name: type, data: { t: 'lost' } });
});

it('reads the sample of every catalogue type back under its name', () => {
  for (const { name, type, sample } of catalogue) {
    expect(decodeEvent(row(type, sample))).toMatchObject({ name, data: sample });
  }
});
