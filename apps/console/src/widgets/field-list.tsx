import type { ReactNode } from 'react';

/** Names and values in two columns. */
export function FieldList({ fields }: { fields: [name: ReactNode, value: ReactNode][] }) {
  return (
    <dl className="fields">
      {fields.map(([name, value], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
