import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUs from 'antd/locale/en_US';
import zhCn from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { ApiError } from './api.js';
import { useLanguage } from './i18n/use-language.js';
import { LiveProvider } from './live/live-provider.js';
import { leave } from './leave.js';
import { FirstPasswordPage } from './pages/first-password.js';
import { SetupPage } from './pages/setup.js';
import { SignInPage } from './pages/sign-in.js';
import { meQuery, rightsQuery } from './queries.js';
import { createRouter } from './routes.js';
import { byCookie, currentToken, useToken } from './session.js';
import type { SetupLink } from './setup-link.js';
import { theme } from './theme.js';
import { useIdle } from './widgets/use-idle.js';

const maxRetries = 2;

/** A refusal stays a refusal; only what may be different in a moment is tried again. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) =>
          failures < maxRetries && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
        refetchOnWindowFocus: true,
      },
    },
  });
}

export function App({ setupLink }: { setupLink: SetupLink | undefined }) {
  const token = useToken();
  const [link, setLink] = useState(setupLink);
  const { language } = useLanguage();
  useEffect(() => void dayjs.locale(language.toLowerCase()), [language]);
  return (
    <ConfigProvider theme={theme} locale={language === 'zh-CN' ? zhCn : enUs} componentSize="small">
      <AntApp component={false}>
        {link ? (
          <SetupPage link={link} onDone={() => setLink(undefined)} />
        ) : token === undefined ? (
          <SignInPage />
        ) : (
          <SignedIn key={token} token={token} />
        )}
      </AntApp>
    </ConfigProvider>
  );
}

/** Keyed by the token: what one person read is gone when another signs in. */
function SignedIn({ token }: { token: string }) {
  const [client] = useState(createQueryClient);
  const [router] = useState(createRouter);
  useEffect(() => () => client.clear(), [client]);
  return (
    <QueryClientProvider client={client}>
      <Inside token={token} router={router} />
    </QueryClientProvider>
  );
}

/** PCI DSS 4.0.1, 8.2.8; the server ends a session that asks for nothing by the same time. */
const idleMs = 15 * 60_000;

function Inside({ token, router }: { token: string; router: ReturnType<typeof createRouter> }) {
  const { data: me, isPending } = useQuery(meQuery);
  const rights = useQuery(rightsQuery);
  useIdle(idleMs, leaveSession);
  if (isPending || rights.isPending) return null;
  if (me?.mustChangePassword) return <FirstPasswordPage />;
  return (
    <LiveProvider token={token}>
      <RouterProvider router={router} />
    </LiveProvider>
  );
}

/** A token was put into this tab by hand and is not ended for being idle. */
function leaveSession(): void {
  if (currentToken() === byCookie) leave();
}
