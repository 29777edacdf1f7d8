import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from './use-me.js';

/** What takes another person than those named: one of them is told so instead. The server compares names the same way. */
export function AnotherThan(props: { than: readonly string[]; children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const isNamed = me && props.than.some((name) => plain(name) === plain(me.username));
  return isNamed ? <span className="quiet">{t('rights.another')}</span> : props.children;
}

function plain(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
