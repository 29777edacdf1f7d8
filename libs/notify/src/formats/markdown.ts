import type { Message } from '../notification.js';
import { cutToBytes } from '../text/visible.js';
import { sidesOf, told, type Told } from '../text/wording.js';

/** What the two clients read as markup or a mention, by the full-width sign that looks like it and means nothing. */
const harmless: Record<string, string> = {
  '\\': '＼',
  '`': '｀',
  '*': '＊',
  _: '＿',
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '#': '＃',
  '|': '｜',
  '~': '～',
  '@': '＠',
  '&': '＆',
};

/**
 * A value inside the Markdown of DingTalk and WeCom. Neither documents how to escape, so what could be markup is replaced by
 * its full-width twin; an address in it is broken up, because clients make links of what looks like one.
 */
export function markdownValue(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~@&]/g, (character) => harmless[character]!).replaceAll('://', '：//');
}

/** Headline, facts, link, what to do; at most so many bytes of UTF-8, of which the last part gives way. */
export function markdown(message: Message, maxBytes: number): string {
  const parts = sidesOf(message.language).map((side) => markdownOf(told(message, side)));
  return cutToBytes(parts.join('\n\n'), maxBytes);
}

function markdownOf({ headline, facts, runbookLabel, runbook, linkLabel, link }: Told): string {
  return [
    `### ${markdownValue(headline)}`,
    ...facts.map(({ label, value }) => `- ${label}: ${markdownValue(value)}`),
    ...(link === undefined ? [] : [`- [${linkLabel}](${link})`]),
    ...(runbook === undefined ? [] : [`\n**${runbookLabel}**: ${markdownValue(runbook)}`]),
  ].join('\n');
}
