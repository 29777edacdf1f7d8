import type { ReactNode } from 'react';
import { Link } from 'react-router';

export interface TilePart {
  key: string;
  label: ReactNode;
  value: number;
  to: string;
}

/** One live total with what it is made of; every number leads to its list. */
export function Tile(props: { title: string; to: string; value: number; parts: TilePart[]; testId: string }) {
  return (
    <section className="tile" data-testid={props.testId} aria-label={props.title}>
      <Link to={props.to} className="tile-total">
        <span className="tile-title">{props.title}</span>
        <span className="tile-value">{props.value}</span>
      </Link>
      <ul>
        {props.parts.map((part) => (
          <li key={part.key} className={part.value > 0 ? 'some' : 'none'}>
            <Link to={part.to} data-testid={`${props.testId}-${part.key}`}>
              <span>{part.label}</span>
              <b>{part.value}</b>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
