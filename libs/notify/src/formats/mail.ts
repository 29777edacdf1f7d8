import type { Message } from '../notification.js';
import { headlineOf, sidesOf, told, type Told } from '../text/wording.js';

export interface Mail {
  subject: string;
  text: string;
  html: string;
}

/** Subject, plain text and HTML; each language that is wanted is a part of its own. Subjects are one line by construction. */
export function mail(message: Message): Mail {
  const parts = sidesOf(message.language).map((side) => told(message, side));
  return {
    subject: `[Tillwatch] ${headlineOf(message)}`,
    text: `${parts.map(textOf).join('\n\n')}\n`,
    html: `<!doctype html><html><head><meta charset="utf-8"></head><body>${parts.map(htmlOf).join('<hr>')}</body></html>`,
  };
}

function textOf({ headline, facts, runbookLabel, runbook, linkLabel, link }: Told): string {
  return [
    headline,
    '',
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...(link === undefined ? [] : ['', `${linkLabel}: ${link}`]),
    ...(runbook === undefined ? [] : ['', `${runbookLabel}: ${runbook}`]),
  ].join('\n');
}

function htmlOf({ headline, facts, runbookLabel, runbook, linkLabel, link }: Told): string {
  const rows = facts.map(
    ({ label, value }) => `<tr><th align="left">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return [
    `<h2>${escapeHtml(headline)}</h2>`,
    `<table>${rows.join('')}</table>`,
    link === undefined ? '' : `<p><a href="${escapeHtml(link)}">${escapeHtml(linkLabel)}</a></p>`,
    runbook === undefined ? '' : `<p><b>${escapeHtml(runbookLabel)}</b>: ${escapeHtml(runbook)}</p>`,
  ].join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For text and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
