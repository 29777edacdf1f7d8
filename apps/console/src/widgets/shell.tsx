import {
  AlertOutlined,
  AuditOutlined,
  BellOutlined,
  ClockCircleOutlined,
  DashboardOutlined,
  DesktopOutlined,
  FileDoneOutlined,
  IdcardOutlined,
  KeyOutlined,
  LogoutOutlined,
  ProfileOutlined,
  ReadOutlined,
  RiseOutlined,
  SafetyOutlined,
  SendOutlined,
  ShopOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { MeView, Permission } from '@tillwatch/api';
import { Alert, Button, Layout, Menu } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useConnection } from '../live/live-provider.js';
import type { Texts } from '../i18n/zh-cn.js';
import { leave } from '../leave.js';
import { zoneName } from '../text/time.js';
import { LanguageSwitch } from './language-switch.js';
import { NoStoresNote, StoreSwitch } from './store-switch.js';
import { mayDo, useMe } from './use-me.js';

/** The frame around every page: navigation, connection, language. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const { pathname } = useLocation();
  const [first] = pagesOf(me);
  // Who may not see the overview begins where they may see something.
  if (pathname === '/' && first && first.path !== '/') return <Navigate to={first.path} replace />;
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
          <StoreSwitch />
          <LanguageSwitch />
          <Link to="/account" data-testid="my-account-link" aria-label={t('account.mine')}>
            <UserOutlined /> <span className="name">{me?.username}</span>
          </Link>
          <Button
            type="text"
            icon={<LogoutOutlined />}
            onClick={leave}
            aria-label={t('app.signOut')}
            data-testid="sign-out"
          >
            <span className="name">{t('app.signOut')}</span>
          </Button>
        </Layout.Header>
        <NotConnectedBanner />
        <Layout.Content id="content" className="content" tabIndex={-1}>
          <NoStoresNote />
          <Outlet />
        </Layout.Content>
      </Layout>
      <ScrollRestoration />
    </Layout>
  );
}

/** Pages that show a caller of some stores those; the others tell of everything. */
const keepsToStores: ReadonlySet<string> = new Set(['alerts', 'operators', 'terminals', 'recoveries', 'stores']);

type PageKey = keyof Texts['nav'];

const pages: readonly { path: string; key: PageKey; icon: ReactNode; needs: Permission }[] = [
  { path: '/', key: 'overview', icon: <DashboardOutlined />, needs: 'overview.read' },
  { path: '/alerts', key: 'alerts', icon: <AlertOutlined />, needs: 'alerts.read' },
  { path: '/deadlines', key: 'deadlines', icon: <ClockCircleOutlined />, needs: 'deadlines.read' },
  { path: '/operators', key: 'operators', icon: <TeamOutlined />, needs: 'operators.read' },
  { path: '/terminals', key: 'terminals', icon: <DesktopOutlined />, needs: 'terminals.read' },
  { path: '/stores', key: 'stores', icon: <ShopOutlined />, needs: 'stores.read' },
  { path: '/registry', key: 'registry', icon: <ProfileOutlined />, needs: 'terminals.read' },
  { path: '/reviews', key: 'reviews', icon: <FileDoneOutlined />, needs: 'reviews.read' },
  { path: '/recoveries', key: 'recoveries', icon: <KeyOutlined />, needs: 'recovery.read' },
  { path: '/risk', key: 'risk', icon: <RiseOutlined />, needs: 'risk.read' },
  { path: '/rules', key: 'rules', icon: <AuditOutlined />, needs: 'rules.read' },
  { path: '/silences', key: 'silences', icon: <BellOutlined />, needs: 'silences.read' },
  { path: '/policies', key: 'policies', icon: <SafetyOutlined />, needs: 'policies.read' },
  { path: '/training', key: 'training', icon: <ReadOutlined />, needs: 'operators.read' },
  { path: '/notifications', key: 'notifications', icon: <SendOutlined />, needs: 'notifications.read' },
  { path: '/accounts', key: 'accounts', icon: <IdcardOutlined />, needs: 'accounts.read' },
];

function pagesOf(me: MeView | undefined) {
  return pages.filter(({ needs, key }) => mayDo(me, needs, !keepsToStores.has(key)));
}

function Navigation() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [narrow, setNarrow] = useState(false);
  const me = useMe();
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
          items={pagesOf(me).map(({ path, key, icon }) => ({
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
