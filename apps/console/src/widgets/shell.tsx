import {
  AlertOutlined,
  AuditOutlined,
  BellOutlined,
  DashboardOutlined,
  DesktopOutlined,
  LogoutOutlined,
  ReadOutlined,
  RiseOutlined,
  SafetyOutlined,
  SendOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Alert, Button, Layout, Menu } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useConnection } from '../live/live-provider.js';
import { signOut } from '../session.js';
import { zoneName } from '../text/time.js';
import { LanguageSwitch } from './language-switch.js';

/** The frame around every page: navigation, connection, language. */
export function Shell() {
  const { t } = useTranslation();
  return (
    <Layout hasSider className="shell">
      <a href="#content" className="skip">
        {t('app.skip')}
      </a>
      <Navigation />
      <Layout>
        <Layout.Header className="top">
          <ConnectionLight />
          <span className="quiet zone">{t('app.zone', { zone: zoneName(Date.now()) })}</span>
          <LanguageSwitch />
          <Button type="text" icon={<LogoutOutlined />} onClick={signOut} data-testid="sign-out">
            {t('app.signOut')}
          </Button>
        </Layout.Header>
        <NotConnectedBanner />
        <Layout.Content id="content" className="content" tabIndex={-1}>
          <Outlet />
        </Layout.Content>
      </Layout>
      <ScrollRestoration />
    </Layout>
  );
}

const pages = [
  { path: '/', key: 'overview', icon: <DashboardOutlined /> },
  { path: '/alerts', key: 'alerts', icon: <AlertOutlined /> },
  { path: '/operators', key: 'operators', icon: <TeamOutlined /> },
  { path: '/terminals', key: 'terminals', icon: <DesktopOutlined /> },
  { path: '/risk', key: 'risk', icon: <RiseOutlined /> },
  { path: '/rules', key: 'rules', icon: <AuditOutlined /> },
  { path: '/silences', key: 'silences', icon: <BellOutlined /> },
  { path: '/policies', key: 'policies', icon: <SafetyOutlined /> },
  { path: '/training', key: 'training', icon: <ReadOutlined /> },
  { path: '/notifications', key: 'notifications', icon: <SendOutlined /> },
] as const;

function Navigation() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [narrow, setNarrow] = useState(false);
  const here = pages.findLast(({ path }) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)));
  return (
    <Layout.Sider
      breakpoint="lg"
      collapsible
      trigger={null}
      collapsed={narrow}
      onBreakpoint={setNarrow}
      width={188}
      collapsedWidth={56}
    >
      <Link to="/" className="brand" aria-label={t('app.name')}>
        <img src="/favicon.svg" alt="" width={26} height={26} />
        {!narrow && <span>{t('app.name')}</span>}
      </Link>
      <nav aria-label={t('app.navigation')}>
        <Menu
          theme="dark"
          mode="inline"
          selectedKeys={here ? [here.key] : []}
          items={pages.map(({ path, key, icon }) => ({
            key,
            icon,
            title: t(`nav.${key}`),
            label: (
              <Link to={path} data-testid={`nav-${key}`} aria-current={here?.key === key ? 'page' : undefined}>
                {t(`nav.${key}`)}
              </Link>
            ),
          }))}
        />
      </nav>
    </Layout.Sider>
  );
}

function ConnectionLight() {
  const { t } = useTranslation();
  const connection = useConnection();
  const text = { open: t('app.live'), connecting: t('app.connecting'), down: t('app.offline') }[connection];
  return (
    <span className={`connection connection-${connection}`} role="status" data-testid="connection">
      {text}
    </span>
  );
}

function NotConnectedBanner() {
  const { t } = useTranslation();
  if (useConnection() !== 'down') return null;
  return (
    <Alert
      banner
      type="warning"
      role="alert"
      data-testid="not-connected"
      title={
        <>
          <strong>{t('app.notConnected')}</strong> {t('app.notConnectedDetail')}
        </>
      }
    />
  );
}
