/** Masks: enough to be recognised by who knows it, the same again when it is masked already. */

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const email = /^(?<name>[^@\s]+)(?<domain>@[^@\s]+)$/u;
/** A mobile number with its country, as people write it. */
const phone = /^\+?\d[\d\s().-]*$/;
const phoneDigitsMin = 11;
const maskedPhone = /^\d{3}\*{4}\d{4}$/;

/** The first character, however many follow: `王**`. A name of one is hidden, or it would be shown. */
export function maskName(text: string): string {
  const [first, ...rest] = charactersOf(text);
  return rest.length === 0 || text === '**' ? '**' : `${first}**`;
}

/** `w***@shop.example`, `138****1234`, or the last two characters of what is neither: `***20`. */
export function maskReference(text: string): string {
  const { name, domain } = email.exec(text)?.groups ?? {};
  if (name !== undefined) return `${firstOf(name)}***${domain}`;
  const digits = phone.test(text) ? text.replace(/\D/g, '') : '';
  // What comes before the last eleven is a country's code.
  if (digits.length >= phoneDigitsMin) return `${digits.slice(-11, -8)}****${digits.slice(-4)}`;
  if (maskedPhone.test(text)) return text;
  const characters = charactersOf(text);
  if (text.startsWith('***') && characters.length <= 5) return text;
  return `***${characters.length >= 6 ? characters.slice(-2).join('') : ''}`;
}

/** Nothing of it: what people write freely has no part that is harmless. */
export function hideText(): string {
  return '***';
}

/** Empty of a name of one character, and of one that is masked already. */
function firstOf(name: string): string {
  const [first, ...rest] = charactersOf(name);
  return rest.length === 0 || name === '***' ? '' : first!;
}

function charactersOf(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}
