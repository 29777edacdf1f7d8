import fc from 'fast-check';
import { hostileMessage, hostileText, message } from '../notification.fixture.js';
import { visible } from '../text/visible.js';
import { cef } from './cef.js';
import { parseCef } from './cef-parser.fixture.js';

it('tells an alert in the words of CEF', () => {
  const { header, extension } = parseCef(cef(message('en', {}, { lateByMs: 7_200_000 })));
  expect(header).toEqual([
    'CEF:0',
    'Tillwatch',
    'Tillwatch',
    '0.1.0',
    'R1',
    'Password guessing against one operator',
    '8',
  ]);
  expect(extension).toEqual({
    rt: String(Date.parse('2026-11-23T01:04:11.250Z')),
    cat: 'alert-raised',
    externalId: '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10',
    start: String(Date.parse('2026-11-23T01:00:00Z')),
    end: String(Date.parse('2026-11-23T01:04:10Z')),
    cnt: '10',
    duser: 'op-7',
    dvchost: 'till-1',
    cs1Label: 'store',
    cs1: 'store-3',
    cs2Label: 'delivery',
    cs2: '7d0b6f6e-9f0e-8a10-b9d4-0d6a5f4c3b21',
    cn1Label: 'lateByMs',
    cn1: '7200000',
    request: 'https://tillwatch.example/alerts/5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10',
    msg: '[HIGH] Password guessing against one operator',
  });
});

it('carries any text to the value it is in, and to no other', () => {
  fc.assert(
    fc.property(hostileMessage, (hostile) => {
      const { extension } = parseCef(cef(hostile));
      const { operatorId, terminalId, storeId } = hostile.notification.alert!;
      expect(extension).toMatchObject({
        duser: visible(operatorId!, 1_000),
        dvchost: visible(terminalId!, 1_000),
        cs1: visible(storeId!, 1_000),
        cnt: '10',
      });
    }),
    { numRuns: 500 },
  );
});

it('keeps a title with pipes in its one field of the header', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const { header } = parseCef(cef(message('en', { title: { en: text, zh: text } })));
      expect(header[5]).toBe(visible(text));
    }),
  );
});

it.each([
  'CEF:0|a|b|c|d|e|11|rt=1', // severity
  'CEF:0|a|b|c|d|e|1|rt=1 x=a=b', // a bare equals sign
  'CEF:0|a|b|c|d\\x|e|1|rt=1', // an escape nobody knows
  'CEF:0|a|b|c|d|e|1|rt=1 rt=2',
  'CEF:0|a|b|c|d|e|1|rt=1\ncs1=2',
])('the reader these tests trust refuses %j', (line) => {
  expect(() => parseCef(line)).toThrow();
});
