import fc from 'fast-check';
import { hostileMessage, message } from '../notification.fixture.js';
import { visible } from '../text/visible.js';
import { mail } from './mail.js';

it('says it in the language of the channel, and in both where both are wanted', () => {
  expect(mail(message('en')).text).toMatchInlineSnapshot(`
   "[HIGH] Password guessing against one operator

   Operator: op-7
   Terminal: till-1
   Store: store-3
   Count: 10
   First: 2026-11-23 01:00:00 UTC
   Last: 2026-11-23 01:04:10 UTC
   Rule: R1 v1
   Alert: 5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10

   Open in the console: https://tillwatch.example/alerts/5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10

   What to do: Call the store.
   "
  `);
  expect(mail(message('zh')).subject).toBe('[Tillwatch] 【高】针对单个操作员的密码猜测');
  const both = mail(message('both', {}, { lateByMs: 172_800_000 }));
  expect(both.subject).toBe(
    '[Tillwatch] 【高】针对单个操作员的密码猜测 / [HIGH] Password guessing against one operator',
  );
  expect(both.text).toMatch(/操作员: op-7\n[^]*迟到: 48 小时\n[^]*Operator: op-7\n[^]*Arrived late by: 48 h\n/);
});

it('has a subject of one line, and HTML in which a text is nothing but text', () => {
  fc.assert(
    fc.property(hostileMessage, (hostile) => {
      const plain = mail(message(hostile.language));
      const { subject, html, text } = mail(hostile);
      expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(tagsOf(html)).toEqual(tagsOf(plain.html));
      expect(text.split('\n')).toHaveLength(plain.text.split('\n').length);
      expect(textIn(html)).toContain(visible(hostile.notification.alert!.operatorId!));
    }),
    { numRuns: 300 },
  );
});

/** Everything between < and >, as a browser would take it. */
const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];

const textIn = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '\n')
    .replace(
      /&(lt|gt|quot|#39|amp);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name]!,
    );
