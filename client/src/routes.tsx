// The routes: every view has a URL, from which its route reads its state.
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useRouter,
} from '@tanstack/react-router';
import { useEffect } from 'react';
import { AdminOnly } from './pages/admin/AdminOnly';
import { ImportPage } from './pages/admin/ImportPage';
import { UsersPage } from './pages/admin/UsersPage';
import { AuditPage } from './pages/audit/AuditPage';
import { AuditTab } from './pages/audit/AuditTab';
import { readAuditSearch } from './pages/audit/audit-search';
import { DatasetPage } from './pages/datasets/DatasetPage';
import { DatasetsPage } from './pages/datasets/DatasetsPage';
import { readDatasetSearch } from './pages/datasets/dataset-search';
import { NotFoundPage } from './pages/NotFoundPage';
import { isStep, type Step } from './pages/new-task/steps';
import { readOverviewSearch } from './pages/overview/overview-search';
import { isApiError } from './pages/queries/errors';
import { QueryError } from './pages/queries/QueryError';
import { onSignedOut } from './pages/queries/query-client';
import { meQuery } from './pages/queries/session';
import { syncSettings } from './pages/queries/settings';
import { useStoredTheme } from './pages/queries/theme';
import { SignedIn } from './pages/SignedIn';
import { SignInPage } from './pages/SignInPage';
import { DataTab } from './pages/task/items/DataTab';
import { MembersTab } from './pages/task/MembersTab';
import { SettingsTab } from './pages/task/SettingsTab';
import { readDataSearch } from './pages/task/search';
import { TaskLayout } from './pages/task/TaskLayout';
import { TasksPage } from './pages/tasks/TasksPage';
import { readToolSearch, type ToolSearch } from './pages/tool/search';

interface Context {
  queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Root,
  notFoundComponent: NotFoundPage,
  errorComponent: PageError,
});

function Root() {
  const router = useRouter();
  useEffect(
    () =>
      onSignedOut(() => {
        const next = router.state.location.href;
        void router.navigate({ to: '/sign-in', search: { next, ended: true } });
      }),
    [router],
  );
  return <Outlet />;
}

function PageError({ error, reset }: { error: unknown; reset: () => void }) {
  return <QueryError error={error} what="This page" onRetry={reset} />;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; ended?: true } => ({
    // Only a path on this server: a link must not lead elsewhere after the sign-in.
    ...(typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) && { next: search.next }),
    ...(search.ended === true && { ended: true }),
  }),
  component: function SignIn() {
    const { next, ended } = signIn.useSearch();
    const router = useRouter();
    return (
      <SignInPage
        sessionEnded={ended === true}
        onSignedIn={() => {
          router.history.push(next ?? '/tasks');
        }}
      />
    );
  },
});

/** The routes that require a sign-in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await context.queries.ensureQueryData(meQuery) };
    } catch (error) {
      if (!isApiError(error, 'unauthenticated')) throw error;
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
    }
  },
  component: function Inside() {
    const { queries } = inside.useRouteContext();
    useEffect(() => syncSettings(queries), [queries]);
    useStoredTheme();
    return <Outlet />;
  },
  errorComponent: PageError,
});

/** Pages with the thin header; the tool page has its own. */
const framed = createRoute({
  getParentRoute: () => inside,
  id: 'framed',
  component: function Framed() {
    const { me } = framed.useRouteContext();
    return (
      <SignedIn me={me}>
        <Outlet />
      </SignedIn>
    );
  },
  notFoundComponent: NotFoundPage,
  errorComponent: PageError,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/tasks', replace: true });
  },
});

const tasks = createRoute({
  getParentRoute: () => framed,
  path: '/tasks',
  validateSearch: (search: Record<string, unknown>): { show?: 'done' } =>
    search.show === 'done' ? { show: 'done' } : {},
  component: function Tasks() {
    return <TasksPage view={tasks.useSearch().show ?? 'todo'} me={tasks.useRouteContext().me} />;
  },
});

const newTask = createRoute({
  getParentRoute: () => framed,
  path: '/tasks/new',
  validateSearch: (search: Record<string, unknown>): { step?: Step } =>
    isStep(search.step) ? { step: search.step } : {},
  component: lazyRouteComponent(() => import('./pages/new-task/NewTaskPage'), 'NewTaskRoute'),
});

const task = createRoute({
  getParentRoute: () => framed,
  path: '/tasks/$taskId',
  component: function Task() {
    return <TaskLayout taskId={task.useParams().taskId} me={task.useRouteContext().me} />;
  },
});

const taskData = createRoute({
  getParentRoute: () => task,
  path: '/',
  validateSearch: readDataSearch,
  component: function Data() {
    const { taskId } = taskData.useParams();
    return <DataTab taskId={taskId} me={taskData.useRouteContext().me} search={taskData.useSearch()} />;
  },
});

const taskOverview = createRoute({
  getParentRoute: () => task,
  path: '/overview',
  validateSearch: readOverviewSearch,
  // Charts are large, and no other page uses them.
  component: lazyRouteComponent(() => import('./pages/overview/OverviewTab'), 'OverviewRoute'),
});

const taskAudit = createRoute({
  getParentRoute: () => task,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: function Audit() {
    const { taskId } = taskAudit.useParams();
    return <AuditTab taskId={taskId} search={taskAudit.useSearch()} me={taskAudit.useRouteContext().me} />;
  },
});

const taskMembers = createRoute({
  getParentRoute: () => task,
  path: '/members',
  component: function Members() {
    return <MembersTab taskId={taskMembers.useParams().taskId} />;
  },
});

const taskOntology = createRoute({
  getParentRoute: () => task,
  path: '/ontology',
  component: lazyRouteComponent(() => import('./pages/task/OntologyTab'), 'OntologyRoute'),
});

const taskSettings = createRoute({
  getParentRoute: () => task,
  path: '/settings',
  component: function Settings() {
    return <SettingsTab taskId={taskSettings.useParams().taskId} me={taskSettings.useRouteContext().me} />;
  },
});

const item = createRoute({
  getParentRoute: () => inside,
  path: '/tasks/$taskId/items/$itemId',
  validateSearch: (search: Record<string, unknown>): ToolSearch => readToolSearch(search),
  // The editor is most of the code, and the lists do not need it.
  component: lazyRouteComponent(() => import('./pages/tool/ToolPage'), 'ToolRoute'),
});

const imports = createRoute({
  getParentRoute: () => framed,
  path: '/import',
  validateSearch: (search: Record<string, unknown>): { run?: string } =>
    typeof search.run === 'string' ? { run: search.run } : {},
  component: function Import() {
    return (
      <AdminOnly me={imports.useRouteContext().me}>
        <ImportPage run={imports.useSearch().run} />
      </AdminOnly>
    );
  },
});

const users = createRoute({
  getParentRoute: () => framed,
  path: '/users',
  component: function Users() {
    const { me } = users.useRouteContext();
    return (
      <AdminOnly me={me}>
        <UsersPage me={me} />
      </AdminOnly>
    );
  },
});

const datasets = createRoute({
  getParentRoute: () => framed,
  path: '/datasets',
  component: function Datasets() {
    return <DatasetsPage me={datasets.useRouteContext().me} />;
  },
});

const dataset = createRoute({
  getParentRoute: () => framed,
  path: '/datasets/$datasetId',
  validateSearch: readDatasetSearch,
  component: function OneDataset() {
    const { datasetId } = dataset.useParams();
    const { me } = dataset.useRouteContext();
    return <DatasetPage key={datasetId} datasetId={datasetId} search={dataset.useSearch()} me={me} />;
  },
});

const audit = createRoute({
  getParentRoute: () => framed,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: function Audit() {
    return (
      <AdminOnly me={audit.useRouteContext().me}>
        <AuditPage search={audit.useSearch()} />
      </AdminOnly>
    );
  },
});

const tree = root.addChildren([
  signIn,
  inside.addChildren([
    home,
    item,
    framed.addChildren([
      tasks,
      newTask,
      task.addChildren([taskData, taskOverview, taskMembers, taskOntology, taskAudit, taskSettings]),
      imports,
      users,
      audit,
      datasets,
      dataset,
    ]),
  ]),
]);

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
