import type { CharacterClass, PolicyPublishedAnswer, PolicySettings, PolicyView } from '@tillwatch/api';
import { Button, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { Offer } from './offer.js';
import { policySettings } from './policy-value.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';

const flags = ['classesEnforced', 'blocklist', 'keyboardRuns', 'pinyinWords'] as const;
const classes: readonly CharacterClass[] = ['lower', 'upper', 'letter', 'digit', 'symbol'];

type Filled = { profile: string; reason: string; settings: PolicySettings };

/** Publishes the next version of a profile upon the one shown, or the first of a profile of one's own. */
export function PublishPolicy({ policy, isNew }: { policy: PolicyView; isNew?: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const publish = useCommand<PolicyPublishedAnswer>(() => setOpen(false));
  const submit = ({ profile, reason, settings }: Filled) => {
    const given = Object.entries(settings).filter(([, value]) => value !== null && value !== undefined && value !== '');
    const body = { settings: Object.fromEntries(given), reason, basedOn: isNew ? 0 : policy.current.version };
    publish.mutate({ path: apiPath(['policies', isNew ? profile : policy.id, 'versions']), body });
  };
  const name = t(isNew ? 'policies.own' : 'policies.publish');
  const needed = [{ required: true, whitespace: true, message: t('control.reasonMissing') }];
  return (
    <Offer to={apiPath(['policies', isNew ? 'own' : policy.id, 'versions'])}>
      <Button onClick={() => setOpen(true)} data-testid={`publish-${isNew ? 'own' : policy.id}`}>
        {name}
      </Button>
      <Modal
        open={open}
        title={isNew ? name : t('policies.publishTitle', { profile: policy.id })}
        okText={t('policies.publish')}
        cancelText={t('control.cancel')}
        okButtonProps={{ loading: publish.isPending, htmlType: 'submit', form: 'publish' }}
        onCancel={() => setOpen(false)}
        width={640}
        destroyOnHidden
      >
        <Form<Filled>
          id="publish"
          size="small"
          labelCol={{ span: 13 }}
          labelAlign="left"
          onFinish={submit}
          requiredMark={false}
          initialValues={{ settings: policy.current.settings }}
        >
          {isNew && (
            <Form.Item name="profile" label={t('policies.newProfile')} rules={needed}>
              <Input maxLength={64} />
            </Form.Item>
          )}
          {policySettings.map((setting) => {
            const isFlag = (flags as readonly string[]).includes(setting);
            return (
              <Form.Item
                key={setting}
                name={['settings', setting]}
                label={t(`policies.${setting}`)}
                {...(isFlag && { valuePropName: 'checked' })}
              >
                {isFlag ? <Checkbox /> : <SettingInput setting={setting} />}
              </Form.Item>
            );
          })}
          <Form.Item name="reason" label={t('register.reason')} rules={needed}>
            <Input maxLength={2_000} />
          </Form.Item>
          <Refusal error={publish.error} />
        </Form>
      </Modal>
    </Offer>
  );
}

/** The form gives it its value and hears of changes through the other properties. */
function SettingInput({ setting, ...field }: { setting: keyof PolicySettings }) {
  const { t } = useTranslation();
  if (setting === 'requiredClasses') {
    return (
      <Select
        {...field}
        mode="multiple"
        options={classes.map((value) => ({ value, label: t(`policies.${value}`) }))}
        aria-label={t('policies.requiredClasses')}
      />
    );
  }
  return setting === 'blocklistVersion' ? <Input {...field} maxLength={64} /> : <InputNumber {...field} min={0} />;
}
