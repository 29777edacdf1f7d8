import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
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
import { SignInPage } from './pages/sign-in.js';
import { createRouter } from './routes.js';
import { useToken } from './session.js';
import { theme } from './theme.js';

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

export function App() {
  const token = useToken();
  const { language } = useLanguage();
  useEffect(() => void dayjs.locale(language.toLowerCase()), [language]);
  return (
    <ConfigProvider theme={theme} locale={language === 'zh-CN' ? zhCn : enUs} componentSize="small">
      <AntApp component={false}>{token === undefined ? <SignInPage /> : <SignedIn key={token} token={token} />}</AntApp>
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
      <LiveProvider token={token}>
        <RouterProvider router={router} />
      </LiveProvider>
    </QueryClientProvider>
  );
}
