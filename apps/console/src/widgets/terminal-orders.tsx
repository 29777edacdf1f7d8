import type { OperatorView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { commandsQuery } from '../queries.js';
import { useWords } from '../i18n/use-language.js';
import { CommandButton, type CommandField } from './command-button.js';
import { EntityLink } from './entity-link.js';
import { useMayGive } from './offer.js';
import { StatusTag } from './tags.js';

const orders = ['end-sessions', 'demand-password-change'] as const;
type Order = (typeof orders)[number];
const labels = { 'end-sessions': 'endSessions', 'demand-password-change': 'demandChange' } as const;

/** What a terminal may be told about its people; what becomes of it stands in the list of its commands. */
export function TerminalOrders({ id }: { id: string }) {
  const { t } = useTranslation();
  const reason: CommandField = { name: 'reason', label: t('registry.reason'), kind: 'area', max: 500 };
  return orders.map((order) => (
    <CommandButton
      key={order}
      label={t(`orders.${labels[order]}`)}
      ask={t(`orders.${labels[order]}Ask`)}
      path={apiPath(['terminals', id, order])}
      fields={[
        {
          name: 'operatorId',
          label: t('orders.operator'),
          ...(order === 'end-sessions' && { optional: true, hint: t('orders.all') }),
        },
        reason,
      ]}
      testId={order}
    />
  ));
}

interface Issued {
  terminalId: string;
  number: number;
}

/** The same about one operator, at a terminal that knows them, and what became of what was told last. */
export function OperatorOrders({ operator }: { operator: OperatorView }) {
  const { t } = useTranslation();
  const mayGive = useMayGive();
  const [issued, setIssued] = useState<Issued[]>([]);
  const terminals = terminalsOf(operator);
  if (!mayGive(orderPath('any', 'end-sessions'))) return null;
  return (
    <Card size="small" title={t('orders.title')} data-testid="operator-orders">
      <p className="quiet">{t(terminals.length > 0 ? 'orders.explain' : 'orders.nowhere')}</p>
      {terminals.length > 0 && (
        <div className="actions">
          {orders.map((order) => (
            <OrderButton
              key={order}
              order={order}
              operatorId={operator.id}
              terminals={terminals}
              onIssued={(one) => setIssued([one, ...issued])}
            />
          ))}
        </div>
      )}
      {issued.map((one) => (
        <IssuedOrder key={`${one.terminalId} ${one.number}`} issued={one} />
      ))}
    </Card>
  );
}

function OrderButton(props: {
  order: Order;
  operatorId: string;
  terminals: string[];
  onIssued: (issued: Issued) => void;
}) {
  const { t } = useTranslation();
  const { order, operatorId, terminals } = props;
  return (
    <CommandButton<{ number: number }>
      label={t(`orders.${labels[order]}`)}
      ask={t(order === 'end-sessions' ? 'orders.endOwnAsk' : 'orders.demandChangeAsk')}
      path={({ terminalId }) => orderPath(String(terminalId), order)}
      fields={[
        {
          name: 'terminalId',
          label: t('orders.terminal'),
          kind: 'choice',
          choices: terminals.map((value) => ({ value, label: value })),
          initial: terminals[0]!,
        },
        { name: 'reason', label: t('registry.reason'), kind: 'area', max: 500 },
      ]}
      body={({ reason }) => ({ reason, operatorId })}
      onDone={({ number }, { terminalId }) => props.onIssued({ terminalId: String(terminalId), number })}
      testId={order}
    />
  );
}

function orderPath(terminalId: string, order: Order): string {
  return apiPath(['terminals', terminalId, order]);
}

/** Where they are signed in now, then where they were heard of last. */
function terminalsOf({ sessions, lastSuccess, lastFailure, lock }: OperatorView): string[] {
  const ids = [...sessions, lastSuccess, lastFailure, lock].map((seen) => seen?.terminalId);
  return [...new Set(ids.filter((id) => id !== undefined))];
}

function IssuedOrder({ issued: { terminalId, number } }: { issued: Issued }) {
  const { t } = useTranslation();
  const words = useWords();
  const { data } = useQuery({ ...commandsQuery(terminalId), refetchInterval: 5_000 });
  const command = data?.items.find((one) => one.number === number);
  return (
    <p data-testid="issued-order">
      <EntityLink kind="terminal" id={terminalId} /> · {t('orders.issued', { number })}
      {command && (
        <>
          {' '}
          {words('value', command.command)} <StatusTag status={command.status} />
        </>
      )}
    </p>
  );
}
