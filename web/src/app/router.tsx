import { createRootRoute, createRoute, createRouter, type RouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import { roomPages } from '../rooms/pages';
import { Broken } from '../shell/ErrorBoundary';
import { NotFound } from '../shell/NotFound';
import { Shell } from '../shell/Shell';

const own = [
  { path: '/', page: lazy(() => import('../pages/today/TodayPage')) },
  { path: '/board', page: lazy(() => import('../pages/board/BoardPage')) },
  { path: '/audit', page: lazy(() => import('../pages/audit/AuditPage')) },
  { path: '/orders', page: lazy(() => import('../pages/lists/OrdersPage')) },
  { path: '/licences', page: lazy(() => import('../pages/lists/LicencesPage')) },
] as const;

export const allPaths = [...own, ...roomPages].map((p) => p.path);

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: ({ error }) => <Broken error={error as Error} /> });

const routes = [...own, ...roomPages].map(({ path, page }) => createRoute({ getParentRoute: () => root, path: path as string, component: page as RouteComponent }));

// The address is plain text: an id that looks like a number stays the text it is.
const plain = (text: string) => Object.fromEntries(new URLSearchParams(text));
const text = (search: Record<string, unknown>) => {
  const out = new URLSearchParams(Object.entries(search).filter(([, v]) => v !== undefined && v !== null).map(([k, v]) => [k, String(v)])).toString();
  return out ? `?${out}` : '';
};

export const router = createRouter({ routeTree: root.addChildren(routes), parseSearch: plain, stringifySearch: text, defaultPreload: 'intent', scrollRestoration: true });
