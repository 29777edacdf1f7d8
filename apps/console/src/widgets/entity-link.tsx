import { Link } from 'react-router';
import { OutsideText } from './outside-text.js';

const folder = { operator: 'operators', terminal: 'terminals' } as const;

/** `/operators/<id>`; the id is encoded, whatever it holds. */
export function entityPath(kind: keyof typeof folder, id: string): string {
  return `/${folder[kind]}/${encodeURIComponent(id)}`;
}

export function EntityLink({ kind, id }: { kind: keyof typeof folder; id: string | undefined }) {
  if (id === undefined) return <span className="quiet">—</span>;
  return (
    <Link to={entityPath(kind, id)} data-testid={`${kind}-link`} className="entity">
      <OutsideText text={id} />
    </Link>
  );
}

export function MaybeText({ text }: { text: string | undefined }) {
  return text === undefined || text === '' ? <span className="quiet">—</span> : <OutsideText text={text} />;
}
