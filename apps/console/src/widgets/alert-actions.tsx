import type { AlertView, ResolutionReason } from '@tillwatch/api';
import { Button, Card, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { Offer } from './offer.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';

const reasons: readonly ResolutionReason[] = ['true-positive', 'benign', 'false-positive', 'duplicate', 'test'];
const maxSentence = 2_000;
const maxPersonId = 256;

const verbs = ['acknowledge', 'assign', 'comment', 'resolve', 'reopen'] as const;
type Verb = (typeof verbs)[number];

/** What somebody can do to an alert as it is. A decision is upon what is on screen: the server refuses it otherwise. */
export function AlertActions({ alert }: { alert: AlertView }) {
  const { t } = useTranslation();
  const [comment, setComment] = useState('');
  const command = useCommand(() => setComment(''));
  const { id, status, revision } = alert;
  const isOpen = status === 'open' || status === 'acknowledged';
  const written = comment.trim() === '' ? {} : { comment: comment.trim() };
  const give = (verb: Verb, body: object) => {
    const upon = verb === 'comment' ? {} : { expectedRevision: revision };
    command.mutate({ path: apiPath(['alerts', id, verb]), body: { ...body, ...upon } });
  };
  const busy = command.isPending;
  return (
    <Card size="small" title={t('handling.title')} data-testid="alert-actions">
      <Offer to={verbs.map((verb) => apiPath(['alerts', id, verb]))} orSay>
        <Input.TextArea
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          aria-label={t('handling.comment')}
          placeholder={t('handling.commentHint')}
          maxLength={maxSentence}
          autoSize={{ minRows: 2, maxRows: 6 }}
        />
        <div className="actions">
          {status === 'open' && (
            <Button type="primary" onClick={() => give('acknowledge', written)} disabled={busy}>
              {t('handling.acknowledge')}
            </Button>
          )}
          <Button onClick={() => give('comment', written)} disabled={busy || comment.trim() === ''}>
            {t('handling.comment')}
          </Button>
          {status === 'resolved' && (
            <Button onClick={() => give('reopen', written)} disabled={busy}>
              {t('handling.reopen')}
            </Button>
          )}
        </div>
        {isOpen && (
          <Assign
            key={alert.assignee}
            assignee={alert.assignee}
            busy={busy}
            onAssign={(to) => give('assign', { assignee: to })}
          />
        )}
        {isOpen && <Resolve busy={busy} onResolve={(resolution) => give('resolve', { ...resolution, ...written })} />}
        <Refusal error={command.error} />
      </Offer>
    </Card>
  );
}

function Assign(props: { assignee: string | undefined; busy: boolean; onAssign: (to: string | null) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  return (
    <div className="actions">
      <Input
        value={name}
        onChange={(event) => setName(event.target.value)}
        aria-label={t('handling.assignTo')}
        placeholder={t('handling.assignTo')}
        maxLength={maxPersonId}
        className="filter-wide"
      />
      <Button onClick={() => props.onAssign(name.trim())} disabled={props.busy || name.trim() === ''}>
        {t('handling.assign')}
      </Button>
      {props.assignee !== undefined && (
        <Button onClick={() => props.onAssign(null)} disabled={props.busy}>
          {t('handling.unassign')}
        </Button>
      )}
    </div>
  );
}

function Resolve(props: {
  busy: boolean;
  onResolve: (resolution: { reason: ResolutionReason; duplicateOf?: string }) => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<ResolutionReason>();
  const [original, setOriginal] = useState('');
  const duplicateOf = reason === 'duplicate' ? { duplicateOf: original.trim() } : {};
  const isComplete = reason !== undefined && (reason !== 'duplicate' || original.trim() !== '');
  return (
    <div className="actions">
      <Select<ResolutionReason>
        value={reason}
        onChange={setReason}
        options={reasons.map((value) => ({ value, label: t(`resolution.${value}`) }))}
        placeholder={t('handling.reason')}
        aria-label={t('handling.reason')}
        className="filter-wide"
        data-testid="resolution-reason"
      />
      {reason === 'duplicate' && (
        <Input
          value={original}
          onChange={(event) => setOriginal(event.target.value)}
          aria-label={t('handling.duplicateOf')}
          placeholder={t('handling.duplicateOf')}
          maxLength={64}
        />
      )}
      <Button
        onClick={() => reason && props.onResolve({ reason, ...duplicateOf })}
        disabled={props.busy || !isComplete}
      >
        {t('handling.resolve')}
      </Button>
    </div>
  );
}
