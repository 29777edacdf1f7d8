import type { ScopeClass } from '@tillwatch/api';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

const classes: readonly ScopeClass[] = ['single-card-cashier', 'supervisor', 'administrator', 'vendor'];

export function ScopeSelect(props: { value?: ScopeClass; onChange?: (value: ScopeClass) => void }) {
  const { t } = useTranslation();
  return (
    <Select<ScopeClass>
      {...props}
      options={classes.map((value) => ({ value, label: t(`register.${value}`) }))}
      placeholder={t('register.scopeClass')}
      aria-label={t('register.scopeClass')}
      className="filter-wide"
      data-testid="scope-class"
      popupMatchSelectWidth={false}
    />
  );
}

/** Store ids as somebody types them. */
export function storesOf(text: string): string[] {
  return [...new Set(text.split(/[,，;；\s]+/u).filter(Boolean))];
}
