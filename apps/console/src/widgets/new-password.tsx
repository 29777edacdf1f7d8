import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

const shortest = 12;
const longest = 128;

/** A new password, typed twice, in a form; its member is `next`. */
export function NewPassword() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="next"
        label={t('account.newPassword')}
        extra={t('account.newPasswordHint')}
        rules={[{ required: true, min: shortest, message: t('account.passwordRefused') }]}
      >
        <Input.Password autoComplete="new-password" maxLength={longest} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('account.repeatPassword')}
        dependencies={['next']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, again) =>
              again === getFieldValue('next')
                ? Promise.resolve()
                : Promise.reject(new Error(t('account.repeatDiffers'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={longest} />
      </Form.Item>
    </>
  );
}
