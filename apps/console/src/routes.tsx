import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { CrashedPage, NotFoundPage } from './pages/not-found.js';
import { Shell } from './widgets/shell.js';

/** Each page is a chunk of its own, loaded when it is first opened. */
const pages: RouteObject[] = [
  page('alerts', async () => (await import('./pages/alerts.js')).AlertsPage),
  page('alerts/:id', async () => (await import('./pages/alert.js')).AlertPage),
  page('deadlines', async () => (await import('./pages/deadlines.js')).DeadlinesPage),
  page('operators', async () => (await import('./pages/operators.js')).OperatorsPage),
  page('operators/:id', async () => (await import('./pages/operator.js')).OperatorPage),
  page('terminals', async () => (await import('./pages/terminals.js')).TerminalsPage),
  page('terminals/:id', async () => (await import('./pages/terminal.js')).TerminalPage),
  page('stores', async () => (await import('./pages/stores.js')).StoresPage),
  page('stores/:id', async () => (await import('./pages/store.js')).StorePage),
  page('registry', async () => (await import('./pages/registry.js')).RegistryPage),
  page('reviews', async () => (await import('./pages/reviews.js')).ReviewsPage),
  page('reviews/daily/:id', async () => (await import('./pages/daily-review.js')).DailyReviewPage),
  page('reviews/access/:id', async () => (await import('./pages/access-review.js')).AccessReviewPage),
  page('recoveries', async () => (await import('./pages/recoveries.js')).RecoveriesPage),
  page('recoveries/:id', async () => (await import('./pages/recovery.js')).RecoveryPage),
  page('recoveries/:id/dossier', async () => (await import('./pages/dossier.js')).DossierPage),
  page('risk', async () => (await import('./pages/risk.js')).RiskPage),
  page('rules', async () => (await import('./pages/rules.js')).RulesPage),
  page('rules/new/try', async () => (await import('./pages/try-rule.js')).TryRulePage),
  page('rules/:id', async () => (await import('./pages/rule.js')).RulePage),
  page('silences', async () => (await import('./pages/silences.js')).SilencesPage),
  page('notifications', async () => (await import('./pages/notifications.js')).NotificationsPage),
  page('account', async () => (await import('./pages/my-account.js')).MyAccountPage),
  page('accounts', async () => (await import('./pages/accounts.js')).AccountsPage),
  page('training', async () => (await import('./pages/training.js')).TrainingPage),
  page('policies', async () => (await import('./pages/policies.js')).PoliciesPage),
  page('conformance', async () => (await import('./pages/conformance.js')).ConformancePage),
  page('imports', async () => (await import('./pages/imports.js')).ImportsPage),
];

function page(path: string, load: () => Promise<ComponentType>): RouteObject {
  return { path, lazy: async () => ({ Component: await load() }) };
}

export function createRouter() {
  const overview = {
    index: true as const,
    lazy: async () => ({ Component: (await import('./pages/overview.js')).OverviewPage }),
  };
  return createBrowserRouter([
    {
      path: '/',
      element: <Shell />,
      errorElement: <CrashedPage />,
      HydrateFallback: () => null,
      children: [
        { errorElement: <CrashedPage />, children: [overview, ...pages, { path: '*', element: <NotFoundPage /> }] },
      ],
    },
  ]);
}
