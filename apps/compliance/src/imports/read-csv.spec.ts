import { maxCsvRows, readCsv } from './read-csv.js';

const columns = { required: ['id'], optional: ['name'] };
const read = (text: string | Buffer, charset: 'utf-8' | 'gb18030' = 'utf-8') =>
  readCsv(Buffer.from(text as string), charset, columns);
const refusal = (text: string | Buffer, charset?: 'utf-8' | 'gb18030') => {
  try {
    return read(text, charset).map(({ problem }) => problem?.code);
  } catch (error) {
    return (error as { problem: { code: string; message: string } }).problem;
  }
};
/** 李娜 in GB18030. */
const liNa = Buffer.from([0xc0, 0xee, 0xc4, 0xc8]);

it('reads what RFC 4180 allows, and says in which line it was', () => {
  expect(read('id,name\r\no-1,"Li, ""Na"""\r\n\r\n o-2 ,\no-3,"two"\n')).toEqual([
    { line: 2, cells: { id: 'o-1', name: 'Li, "Na"' } },
    { line: 4, cells: { id: 'o-2' } },
    { line: 5, cells: { id: 'o-3', name: 'two' } },
  ]);
  expect(read('name,id\n李娜,o-1')[0]!.cells).toEqual({ name: '李娜', id: 'o-1' });
});

it('reads UTF-8 with a byte order mark, and GB18030 when told so', () => {
  expect(read('\ufeffid\no-1')).toEqual([{ line: 2, cells: { id: 'o-1' } }]);
  const file = Buffer.concat([Buffer.from('id,name\no-1,'), liNa]);
  expect(read(file, 'gb18030')[0]!.cells['name']).toBe('李娜');
  expect(refusal(file)).toMatchObject({ code: 'csv-malformed' });
  expect(refusal(Buffer.from('\ufeffid\no-1', 'utf16le'))).toMatchObject({ code: 'csv-malformed' });
});

it.each([
  '=1+1', '+1', '-1', '@SUM(A1)', '  =cmd', '＝1', '－1', '"=HYPERLINK(""http://x"")"', '"a\tb"', '"a\nb"', 'a\u0000b',
])('refuses the cell %j, and only its row', (cell) => {
  expect(refusal(`id,name\no-1,${cell}\no-2,b`)).toEqual(['cell-not-text', undefined]);
}); // prettier-ignore

it('refuses a row that has more or fewer cells than the header, and only that', () => {
  expect(refusal('id,name\no-1\no-2,a,b\no-3,c')).toEqual(['csv-malformed', 'csv-malformed', undefined]);
});

it.each(['', '\n\n', 'name\nx', 'id,id\nx,y', 'id,salary\nx,1', 'id,name\n"x,y', 'id;name\nx;y', 'id\n"a"b"'])(
  'refuses %j as a whole',
  (text) => {
    expect(refusal(text)).toMatchObject({ code: 'csv-malformed' });
  },
);

it('does not repeat what the file holds', () => {
  for (const text of ['id,name\n"secret-1234', 'secret-1234\nx', `id\n"${'secret-1234'.repeat(9_000)}"`]) {
    expect((refusal(text) as { message: string }).message).not.toContain('secret');
  }
});

it('reads so many rows and no more', () => {
  const rows = (count: number) => `id\n${Array.from({ length: count }, (_, index) => `o-${index}`).join('\n')}`;
  expect(read(rows(maxCsvRows))).toHaveLength(maxCsvRows);
  expect(refusal(rows(maxCsvRows + 1))).toMatchObject({ code: 'csv-too-many-rows' });
});
