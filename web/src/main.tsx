import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startWords } from './app/i18n';
import { router } from './app/router';
import { setOffline } from './offline/worker';
import type { Problem } from './rooms/desk/data';
import { settings } from './rooms/desk/settings';
import './styles/tokens.css';
import './styles/base.css';
import './rooms/desk/desk.css';
import './shell/shell.css';

document.documentElement.dataset.theme = settings().theme;

// A session that ended while the page was open shows the sign-in page, at the same address.
const ended = (e: unknown) => {
  if (['NO_SESSION', 'SESSION_EXPIRED'].includes((e as Problem).code ?? '')) void client.invalidateQueries({ queryKey: ['session'] });
};

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (e, q) => { if (q.queryKey[0] !== 'session') ended(e); } }),
  mutationCache: new MutationCache({ onError: ended }),
  // A browser that believes itself offline still asks: the server may be on this machine, and an entry has to be kept at once.
  defaultOptions: { mutations: { networkMode: 'always' }, queries: { networkMode: 'always', staleTime: 1_000, retry: (n, e) => n < 2 && (e as unknown as Problem).status === 0, refetchOnWindowFocus: true } },
});

if (import.meta.env.PROD && settings().offline) void setOffline(true);
await startWords();
createRoot(document.getElementById('root')!).render(
  <StrictMode><QueryClientProvider client={client}><RouterProvider router={router} /></QueryClientProvider></StrictMode>,
);
