import { createBrowserRouter } from 'react-router';
import { CrashedPage, NotFoundPage } from './pages/not-found.js';
import { Shell } from './widgets/shell.js';

/** Each page is a chunk of its own, loaded when it is first opened. */
export function createRouter() {
  return createBrowserRouter([
    {
      path: '/',
      element: <Shell />,
      errorElement: <CrashedPage />,
      HydrateFallback: () => null,
      children: [
        {
          errorElement: <CrashedPage />,
          children: [
            { index: true, lazy: async () => ({ Component: (await import('./pages/overview.js')).OverviewPage }) },
            { path: 'alerts', lazy: async () => ({ Component: (await import('./pages/alerts.js')).AlertsPage }) },
            { path: 'alerts/:id', lazy: async () => ({ Component: (await import('./pages/alert.js')).AlertPage }) },
            {
              path: 'deadlines',
              lazy: async () => ({ Component: (await import('./pages/deadlines.js')).DeadlinesPage }),
            },
            {
              path: 'operators',
              lazy: async () => ({ Component: (await import('./pages/operators.js')).OperatorsPage }),
            },
            {
              path: 'operators/:id',
              lazy: async () => ({ Component: (await import('./pages/operator.js')).OperatorPage }),
            },
            {
              path: 'terminals',
              lazy: async () => ({ Component: (await import('./pages/terminals.js')).TerminalsPage }),
            },
            {
              path: 'terminals/:id',
              lazy: async () => ({ Component: (await import('./pages/terminal.js')).TerminalPage }),
            },
            {
              path: 'registry',
              lazy: async () => ({ Component: (await import('./pages/registry.js')).RegistryPage }),
            },
            { path: 'reviews', lazy: async () => ({ Component: (await import('./pages/reviews.js')).ReviewsPage }) },
            {
              path: 'reviews/daily/:id',
              lazy: async () => ({ Component: (await import('./pages/daily-review.js')).DailyReviewPage }),
            },
            {
              path: 'reviews/access/:id',
              lazy: async () => ({ Component: (await import('./pages/access-review.js')).AccessReviewPage }),
            },
            {
              path: 'recoveries',
              lazy: async () => ({ Component: (await import('./pages/recoveries.js')).RecoveriesPage }),
            },
            {
              path: 'recoveries/:id',
              lazy: async () => ({ Component: (await import('./pages/recovery.js')).RecoveryPage }),
            },
            {
              path: 'recoveries/:id/dossier',
              lazy: async () => ({ Component: (await import('./pages/dossier.js')).DossierPage }),
            },
            { path: 'risk', lazy: async () => ({ Component: (await import('./pages/risk.js')).RiskPage }) },
            { path: 'rules', lazy: async () => ({ Component: (await import('./pages/rules.js')).RulesPage }) },
            { path: 'rules/:id', lazy: async () => ({ Component: (await import('./pages/rule.js')).RulePage }) },
            { path: 'silences', lazy: async () => ({ Component: (await import('./pages/silences.js')).SilencesPage }) },
            {
              path: 'notifications',
              lazy: async () => ({ Component: (await import('./pages/notifications.js')).NotificationsPage }),
            },
            {
              path: 'account',
              lazy: async () => ({ Component: (await import('./pages/my-account.js')).MyAccountPage }),
            },
            { path: 'accounts', lazy: async () => ({ Component: (await import('./pages/accounts.js')).AccountsPage }) },
            {
              path: 'training',
              lazy: async () => ({ Component: (await import('./pages/training.js')).TrainingPage }),
            },
            {
              path: 'policies',
              lazy: async () => ({ Component: (await import('./pages/policies.js')).PoliciesPage }),
            },
            {
              path: 'conformance',
              lazy: async () => ({ Component: (await import('./pages/conformance.js')).ConformancePage }),
            },
            { path: 'imports', lazy: async () => ({ Component: (await import('./pages/imports.js')).ImportsPage }) },
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ]);
}
