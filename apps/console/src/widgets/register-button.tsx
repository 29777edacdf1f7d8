import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { CommandButton, type CommandField, type FieldValues } from './command-button.js';

const items = ['acquirerCode', 'merchantCode', 'merchantCreditCode', 'settlementAccount', 'deploymentAddress'];

/** The five items of a binding; what is already known stands in them, but for the account, which nobody knows. */
export function useBindingFields(known: Partial<Record<string, string>> = {}): CommandField[] {
  const { t } = useTranslation();
  const labels = ['acquirerCode', 'merchantCode', 'creditCode', 'account', 'address'] as const;
  return items.map((name, index) => {
    const initial = name === 'settlementAccount' ? undefined : known[name];
    return {
      name,
      label: t(`registry.${labels[index]!}`),
      ...(initial !== undefined && { initial }),
      ...(name === 'settlementAccount' && { hint: t('registry.accountHint') }),
    };
  });
}

/** What was typed, with the binding as a part of its own. */
export function withBinding(values: FieldValues): object {
  const isOfBinding = ([name]: [string, unknown]) => items.includes(name);
  const all = Object.entries(values);
  const binding = Object.fromEntries(all.filter(isOfBinding));
  return { ...Object.fromEntries(all.filter((entry) => !isOfBinding(entry))), binding };
}

export function RegisterButton({ id }: { id?: string }) {
  const { t } = useTranslation();
  const fields: CommandField[] = [
    ...(id === undefined ? [{ name: 'id', label: t('registry.id') }] : []),
    { name: 'model', label: t('registry.model') },
    { name: 'serial', label: t('registry.serial') },
    { name: 'storeId', label: t('registry.store') },
    { name: 'custodian', label: t('registry.custodian') },
    ...useBindingFields(),
    { name: 'inspectEveryDays', label: t('registry.interval'), kind: 'number', initial: 90 },
  ];
  return (
    <CommandButton
      label={t('registry.register')}
      path={apiPath(['terminals'])}
      fields={fields}
      body={(values) => withBinding({ ...(id !== undefined && { id }), ...values })}
      primary
      testId="register"
    />
  );
}
