import type { ChannelKind, NotificationChannelView } from '@tillwatch/api';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { targetFields } from '../channel-request.js';
import { severities } from '../lists.js';
import { TargetFields } from './target-fields.js';

const kinds = Object.keys(targetFields) as ChannelKind[];
const languages = ['both', 'zh', 'en'] as const;
const narrowedMax = 200;

export function ChannelFields({ channel }: { channel: NotificationChannelView | undefined }) {
  const { t } = useTranslation();
  const kind = (Form.useWatch('kind') as ChannelKind | undefined) ?? channel?.kind ?? 'webhook';
  return (
    <>
      <Form.Item
        name="name"
        label={t('notify.name')}
        rules={[{ required: true, whitespace: true, message: t('notify.required') }]}
      >
        <Input maxLength={128} autoFocus />
      </Form.Item>
      <Form.Item name="kind" label={t('notify.kind')}>
        <Select
          disabled={channel !== undefined}
          options={kinds.map((value) => ({ value, label: t(`notify.kinds.${value}`) }))}
        />
      </Form.Item>
      <TargetFields kind={kind} known={channel?.secrets ?? []} />
      <div className="form-columns">
        <Form.Item name="minimumSeverity" label={t('notify.minimumSeverity')}>
          <Select options={severities.map((value) => ({ value, label: t(`severity.${value}`) }))} />
        </Form.Item>
        <Form.Item name="language" label={t('notify.language')}>
          <Select options={languages.map((value) => ({ value, label: t(`notify.languages.${value}`) }))} />
        </Form.Item>
        {(['rules', 'stores'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(`notify.${name}`)} extra={t('notify.hints.narrowed')}>
            <Select mode="tags" open={false} suffixIcon={null} placeholder={t('notify.all')} maxCount={narrowedMax} />
          </Form.Item>
        ))}
      </div>
    </>
  );
}
