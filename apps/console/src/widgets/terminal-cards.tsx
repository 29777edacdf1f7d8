import type { TerminalView } from '@tillwatch/api';
import { Card } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-language.js';
import { MaybeText } from './entity-link.js';
import { FactValue } from './facts.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { StatusTag, type Status } from './tags.js';

/** Everything that is the matter with a terminal, or that nothing is. */
export function TerminalStatus({ terminal }: { terminal: TerminalView }) {
  const matters: Status[] = [];
  if (terminal.frozen) matters.push('frozen');
  if (terminal.offlineSince !== undefined) matters.push('offline');
  if (!terminal.running) matters.push('stopped');
  if (terminal.openGaps.length > 0) matters.push('gaps');
  if (matters.length === 0) matters.push('online');
  return matters.map((status) => <StatusTag key={status} status={status} />);
}

export function TerminalCards({ terminal }: { terminal: TerminalView }) {
  const { t } = useTranslation();
  return (
    <div className="cards">
      <Card size="small" title={t('terminals.state')} data-testid="terminal-state">
        <FieldList
          fields={[
            [t('terminals.state'), <State terminal={terminal} />],
            [t('terminals.store'), <MaybeText text={terminal.storeId} />],
            ...(terminal.claimedStoreId === undefined
              ? []
              : [[t('registry.claims'), <MaybeText text={terminal.claimedStoreId} />] as [string, ReactNode]]),
            [t('terminals.merchant'), <MaybeText text={terminal.merchantId} />],
            [t('terminals.lastSeen'), <Instant at={terminal.lastSeen} />],
            [t('terminals.lastEvent'), <Instant at={terminal.lastEventAt} />],
            [t('terminals.network'), <Network terminal={terminal} />],
            [t('terminals.software'), <MaybeText text={terminal.softwareVersion} />],
          ]}
        />
      </Card>
      <Card size="small" title={t('terminals.health')} data-testid="terminal-health">
        <FieldList
          fields={[
            [t('terminals.clock'), <Clock clock={terminal.clock} />],
            [t('terminals.journal'), <Journal journal={terminal.journal} />],
            [t('control.sealedUntil'), <Sealed terminal={terminal} />],
            [t('control.activeKeys'), terminal.keys],
            [t('terminals.queued'), terminal.queued ?? '—'],
            [t('terminals.conflicts'), <Concern count={terminal.conflicts} />],
            [t('terminals.chainBreaks'), <Concern count={terminal.chainBreaks} />],
            [t('terminals.unmapped'), <Concern count={terminal.unmapped} />],
          ]}
        />
      </Card>
      <Posture posture={terminal.posture} />
    </div>
  );
}

function State({ terminal }: { terminal: TerminalView }) {
  const { t } = useTranslation();
  return (
    <>
      <TerminalStatus terminal={terminal} />
      {terminal.offlineSince !== undefined && (
        <div className="quiet">
          {t('terminals.since')}
          <Instant at={terminal.offlineSince} />
        </div>
      )}
    </>
  );
}

function Network({ terminal }: { terminal: TerminalView }) {
  if (terminal.network === undefined) return <MaybeText text={undefined} />;
  return (
    <>
      <FactValue value={terminal.network} />{' '}
      {terminal.networkId !== undefined && <OutsideText text={terminal.networkId} />}
    </>
  );
}

function Clock({ clock }: { clock: TerminalView['clock'] }) {
  const { t } = useTranslation();
  if (!clock) return <span className="quiet">{t('terminals.clockUnknown')}</span>;
  const offset = `${clock.offsetMs < 0 ? '−' : '+'}${Math.abs(Math.round(clock.offsetMs))}`;
  return (
    <>
      <div title={t('terminals.clockAhead')} data-testid="clock-offset">
        {t('terminals.clockValue', { offset, uncertainty: Math.round(clock.uncertaintyMs) })}
      </div>
      <div className="quiet">
        {t('terminals.measured')}
        <Instant at={clock.measuredAt} />
      </div>
    </>
  );
}

function Journal({ journal }: { journal: TerminalView['journal'] }) {
  const { t } = useTranslation();
  return journal ? t('terminals.journalValue', journal) : <span className="quiet">{t('terminals.noJournal')}</span>;
}

function Sealed({ terminal: { sealedUntil } }: { terminal: TerminalView }) {
  const { t } = useTranslation();
  if (!sealedUntil) return <span className="quiet">{t('control.neverSealed')}</span>;
  return (
    <span data-testid="sealed-until">
      {t('terminals.journalValue', sealedUntil)}
      <div className="quiet">
        <Instant at={sealedUntil.at} />
      </div>
    </span>
  );
}

function Concern({ count }: { count: number }) {
  return count > 0 ? <b className="bad">{count}</b> : 0;
}

function Posture({ posture }: { posture: TerminalView['posture'] }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Card size="small" title={t('terminals.posture')} data-testid="terminal-posture">
      {posture ? (
        <FieldList
          fields={Object.entries(posture).map(([field, value]) => [
            words('field', field) ?? <OutsideText text={field} />,
            <FactValue value={value} />,
          ])}
        />
      ) : (
        <span className="quiet">{t('terminals.noPosture')}</span>
      )}
    </Card>
  );
}
