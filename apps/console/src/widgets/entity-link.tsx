import { Link } from 'react-router';
import { OutsideText } from './outside-text.js';
import { useMay } from './use-me.js';

const folder = { operator: 'operators', terminal: 'terminals', store: 'stores' } as const;

/** `/operators/<id>`; the id is encoded, whatever it holds. */
export function entityPath(kind: keyof typeof folder, id: string): string {
  return `/${folder[kind]}/${encodeURIComponent(id)}`;
}

export function EntityLink({ kind, id }: { kind: keyof typeof folder; id: string | undefined }) {
  const mayRead = useMay(`${folder[kind]}.read`);
  if (id === undefined) return <span className="quiet">—</span>;
  if (!mayRead) return <OutsideText text={id} />;
  return (
    <Link to={entityPath(kind, id)} data-testid={`${kind}-link`} className="entity">
      <OutsideText text={id} />
    </Link>
  );
}

export function MaybeText({ text }: { text: string | undefined }) {
  return text === undefined || text === '' ? <span className="quiet">—</span> : <OutsideText text={text} />;
}

/** What a rule counted by: `operator:o-7`. */
export function KeyLink({ alertKey }: { alertKey: string }) {
  const colon = alertKey.indexOf(':');
  const [kind, id] = [alertKey.slice(0, colon), alertKey.slice(colon + 1)];
  return Object.hasOwn(folder, kind) ? (
    <EntityLink kind={kind as keyof typeof folder} id={id} />
  ) : (
    <OutsideText text={alertKey} />
  );
}
