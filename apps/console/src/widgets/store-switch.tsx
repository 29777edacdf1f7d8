import { Alert, Select } from 'antd';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { OutsideText } from './outside-text.js';
import { useMe } from './use-me.js';

/** Of this tab. */
const storageKey = 'tillwatch.store';
const listeners = new Set<() => void>();

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function choose(store: string): void {
  sessionStorage.setItem(storageKey, store);
  for (const listener of listeners) listener();
}

/** The store that lists are of, for somebody of several; `undefined` for everybody else: the server needs none, or knows it. */
function useChosenStore(): string | undefined {
  const chosen = useSyncExternalStore(listen, () => sessionStorage.getItem(storageKey));
  const stores = useMe()?.stores ?? [];
  if (stores.length < 2) return undefined;
  return chosen !== null && stores.includes(chosen) ? chosen : stores[0];
}

/** A list's filter, with the chosen store where it names none. */
export function useInStore<Filter extends { store?: string }>(filter: Filter): Filter {
  const store = useChosenStore();
  return store === undefined || filter.store ? filter : { ...filter, store };
}

/** In the head of every page, for who is of several stores. */
export function StoreSwitch() {
  const { t } = useTranslation();
  const stores = useMe()?.stores ?? [];
  const chosen = useChosenStore();
  if (chosen === undefined) return null;
  return (
    <Select
      value={chosen}
      options={stores.map((value) => ({ value, label: <OutsideText text={value} /> }))}
      onChange={choose}
      showSearch
      popupMatchSelectWidth={false}
      aria-label={t('account.store')}
      prefix={t('account.store')}
      className="filter"
      data-testid="store-switch"
    />
  );
}

/** Who is of merchants that run no store sees nothing yet, and is told so. */
export function NoStoresNote() {
  const { t } = useTranslation();
  if (useMe()?.stores?.length !== 0) return null;
  return <Alert type="info" showIcon title={t('account.noStores')} data-testid="no-stores" />;
}
