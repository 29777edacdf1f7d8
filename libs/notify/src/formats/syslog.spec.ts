import fc from 'fast-check';
import { hostileMessage, hostileText, message, notification } from '../notification.fixture.js';
import { cef } from './cef.js';
import { ocsf } from './ocsf.js';
import { asciiJson, octetCounted, sdValue, syslogMessage } from './syslog.js';
import { octetFrames, parseSyslog } from './syslog-parser.fixture.js';

it('is RFC 5424: log audit, the severity, what came about, and which delivery and alert', () => {
  const one = notification({ severity: 'critical' });
  expect(parseSyslog(Buffer.from(syslogMessage(one, 'CEF:0|…', 'host.example')))).toEqual({
    facility: 13,
    severity: 2,
    timestamp: one.at,
    hostname: 'host.example',
    appName: 'tillwatch',
    procId: '-',
    msgId: 'alert-raised',
    data: { 'tillwatch@32473': { delivery: one.id, alert: one.alert!.id, rule: 'R1' } },
    body: 'CEF:0|…',
  });
});

it('says nil for a host name the header cannot hold', () => {
  expect(parseSyslog(Buffer.from(syslogMessage(notification(), 'x', '收银台'))).hostname).toBe('-');
});

it('stays one message that can be read, whatever the texts hold', () => {
  fc.assert(
    fc.property(hostileMessage, (hostile) => {
      for (const body of [cef(hostile), asciiJson(ocsf(hostile))]) {
        const text = syslogMessage(hostile.notification, body, 'till');
        const [frame, ...more] = octetFrames(octetCounted(text));
        expect(more).toEqual([]);
        expect(parseSyslog(frame!).body).toBe(body);
      }
    }),
    { numRuns: 300 },
  );
});

it('escapes a parameter so that it comes back as it was, but for control characters', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const { alert, ...one } = notification();
      const sent = syslogMessage({ ...one, alert: { ...alert!, rule: text } }, 'x', 'till');
      const expected = text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ');
      expect(parseSyslog(Buffer.from(sent)).data['tillwatch@32473']!['rule']).toBe(expected);
    }),
  );
  expect(sdValue('a"b]c\\d\ne')).toBe('a\\"b\\]c\\\\d e');
});

it('writes OCSF in ASCII, so that a receiver needs no byte order mark to read it', () => {
  const body = asciiJson(ocsf(message('zh', {}, { storeId: '上海🏬' })));
  expect(body).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(ocsf(message('zh', {}, { storeId: '上海🏬' })))));
});

it.each([
  '<192>1 2026-11-23T01:04:11Z h a - m - x',
  '<110>1 2026-11-23T01:04:11Z h a - m [x b="1"] x', // a name without a number is reserved
  '<110>1 2026-11-23T01:04:11Z h a - m [x@1 b="1]"] x',
  '<110>1 2026-11-23T01:04:11Z h a - m [x@1 b="1"] ü',
])('the reader these tests trust refuses %j', (text) => {
  expect(() => parseSyslog(Buffer.from(text))).toThrow();
});
