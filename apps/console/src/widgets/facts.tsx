import { useWords } from '../i18n/use-language.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';

const maxFacts = 6;
/** Hashes, signatures and ids that nobody reads in a line; they are in the raw data. */
const unreadable: ReadonlySet<string> = new Set(['head', 'signature', 'commandId', 'photos']);
/** Of one value in a line; the raw data has all of it. */
const maxCharacters = 80;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The plain fields of an event's or alert's data, in words where the catalogue has them; objects are left to the raw data. */
export function Facts({ data }: { data: Record<string, unknown> }) {
  const words = useWords();
  const plain = Object.entries(data).filter(
    ([field, value]) => !unreadable.has(field) && (isPlain(value) || isPlainList(value)),
  );
  return (
    <span className="facts">
      {plain.slice(0, maxFacts).map(([field, value]) => (
        <span key={field} className="fact">
          <span className="fact-name">{words('field', field) ?? <OutsideText text={field} />}</span>{' '}
          <FactValue value={value} />
        </span>
      ))}
      {plain.length > maxFacts && <span className="quiet">…</span>}
    </span>
  );
}

/** One value: a catalogue word translated, a time in the viewer's zone, anything else as it came, objects as JSON. */
export function FactValue({ value }: { value: unknown }) {
  const words = useWords();
  if (isPlainList(value)) return value.map((one, index) => <FactItem key={index} value={one} first={index === 0} />);
  if (!isPlain(value)) return <OutsideText text={JSON.stringify(value) ?? ''} />;
  if (instant.test(String(value))) return <Instant at={String(value)} />;
  return (
    words('value', String(value)) ??
    words('event', String(value)) ?? <OutsideText text={String(value)} maxCharacters={maxCharacters} />
  );
}

function FactItem({ value, first }: { value: Plain; first: boolean }) {
  return (
    <>
      {first ? '' : ', '}
      <FactValue value={value} />
    </>
  );
}

type Plain = string | number | boolean;

function isPlain(value: unknown): value is Plain {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isPlainList(value: unknown): value is Plain[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPlain);
}
