import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export function NotFoundPage() {
  const { t } = useTranslation();
  return <Result status="info" title={t('app.notFound')} extra={<Link to="/">{t('app.toOverview')}</Link>} />;
}

/** What a page that threw, or whose code could not be loaded, leaves behind. */
export function CrashedPage() {
  const { t } = useTranslation();
  return (
    <Result
      status="warning"
      title={t('app.crashed')}
      subTitle={t('app.crashedDetail')}
      extra={
        <Button type="primary" size="middle" onClick={() => location.reload()}>
          {t('app.reload')}
        </Button>
      }
    />
  );
}
