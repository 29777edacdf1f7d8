import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../text/visible.js';

/** The heading of a page and the title of its tab. `name` is the plain text of `children`, which may be richer. */
export function PageHead(props: { name: string; children?: ReactNode; path?: ReactNode; extra?: ReactNode }) {
  const { t } = useTranslation();
  const title = `${visibleText(props.name)} · ${t('app.name')}`;
  useEffect(() => void (document.title = title), [title]);
  return (
    <header className="page-head">
      {props.path && <nav className="path">{props.path}</nav>}
      <div className="page-head-line">
        <h1 data-testid="page-heading">{props.children ?? props.name}</h1>
        {props.extra}
      </div>
    </header>
  );
}
