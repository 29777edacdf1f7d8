import { createSseParser } from './sse-parser.js';

const stream =
  ': hello\r\nevent: alert\r\nid: 7\r\ndata: {"a":1}\r\n\r\nretry: 2500\rdata: one\rdata:two\r\rdata\n\nid: 9\n\n';

const expected = [
  { event: 'alert', data: '{"a":1}' },
  { event: 'message', data: 'one\ntwo' },
  { event: 'message', data: '' },
];

describe('the parser of the live stream', () => {
  it('reads every line ending, comments, several data lines, ids and retry', () => {
    const parser = createSseParser();
    expect(parser.push(stream)).toEqual(expected);
    expect(parser.lastEventId).toBe('9');
    expect(parser.retryMs).toBe(2500);
  });

  it('gives the same events wherever the text is cut', () => {
    for (let size = 1; size < 12; size += 1) {
      const parser = createSseParser();
      const events = [];
      for (let at = 0; at < stream.length; at += size) events.push(...parser.push(stream.slice(at, at + size)));
      expect(events).toEqual(expected);
    }
  });

  it('counts an id only once its event is complete', () => {
    const parser = createSseParser('3');
    parser.push('id: 4\ndata: x\n');
    expect(parser.lastEventId).toBe('3');
    parser.push('\n');
    expect(parser.lastEventId).toBe('4');
  });

  it('ignores an id with NUL, a retry that is no number, and unknown fields', () => {
    const parser = createSseParser('3');
    expect(parser.push('id: a\0b\nretry: soon\ncolour: red\ndata: x\n\n')).toEqual([{ event: 'message', data: 'x' }]);
    expect(parser.lastEventId).toBe('3');
    expect(parser.retryMs).toBeUndefined();
  });

  it('does not end a line twice when an empty piece comes between CR and LF', () => {
    const parser = createSseParser();
    const events = ['data: x\r', '', '\n', 'data: y\r\n', '\r\n'].flatMap((piece) => parser.push(piece));
    expect(events).toEqual([{ event: 'message', data: 'x\ny' }]);
  });

  it('refuses an event without end', () => {
    const parser = createSseParser();
    parser.push('data: ');
    expect(() => parser.push('x'.repeat(1_048_577))).toThrow(RangeError);
    const second = createSseParser();
    expect(() => second.push('data: x\n'.repeat(200_000))).toThrow(RangeError);
  });
});
