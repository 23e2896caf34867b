import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { onOutbox, waiting } from '../app/outbox';
import { may } from '../app/permissions';
import { freshness, startStream, useSilence } from '../app/stream';
import { useKeptSince } from '../offline/kept';
import { useNewVersion, takeOver } from '../offline/worker';
import { CommandForm } from '../rooms/desk/acts';
import { call, sessionQuery, useAddress, useClock, type Problem, type SessionView } from '../rooms/desk/data';
import { useFigures } from '../rooms/desk/figures';
import { Mark } from '../rooms/desk/pieces';
import { change, settings, useSettings } from '../rooms/desk/settings';
import { useWords } from '../rooms/desk/words';
import { ErrorBoundary } from './ErrorBoundary';
import { KeysDialog } from './KeysDialog';
import { Outbox } from './Outbox';
import { BottomBar, MorePages, Rail } from './Rail';
import { SignIn } from './SignIn';
import { StoryBar } from './StoryBar';
import { TopBar } from './TopBar';
import { useGlobalKeys } from './useGlobalKeys';

export interface About { name: string; version: string; build?: string; showcase?: boolean; node_key?: string }

export const useAbout = () => useQuery<About, Problem>({ queryKey: ['about'], queryFn: () => call<About>('/about'), staleTime: Infinity, retry: 2 }).data;

export function Shell() {
  const session = useQuery<SessionView, Problem>(sessionQuery);
  const about = useAbout();
  const { theme } = useSettings();
  // A worksheet is read behind lead glass, in the dark: around it the whole page goes dark too.
  const at = useLocation().pathname;
  const worn = theme === 'light' && at.startsWith('/production/') ? 'hotcell' : theme;
  useEffect(() => { document.documentElement.dataset.theme = worn; }, [worn]);
  if (session.data) return <Inside session={{ ...session.data, showcase: session.data.showcase ?? about?.showcase }} />;
  if (session.isPending) return <Waiting />;
  return <SignIn showcase={!!about?.showcase} problem={session.error && session.error.status !== 401 ? session.error : null} />;
}

export function Waiting() {
  const t = useWords('desk');
  return <div className="rm-page"><div className="rm-skeleton" role="status"><span className="rm-hidden">{t('loading')}</span></div></div>;
}

function Inside({ session }: { session: SessionView }) {
  const t = useWords('shell');
  const client = useQueryClient();
  const { go } = useAddress();
  const at = useLocation().pathname;
  const [keys, setKeys] = useState(false);
  const [more, setMore] = useState(false);
  const main = useRef<HTMLElement>(null);
  const goRef = useRef(go);
  goRef.current = go;
  const zone = useClock()?.zone;
  useEffect(() => { if (zone && zone !== settings().zone) change({ zone }); }, [zone]);
  useEffect(() => startStream(client), [client]);
  useEffect(() => { setMore(false); main.current?.scrollTo?.(0, 0); }, [at]);
  // Where one thing is done with gloves on, nothing else is offered.
  const alone = at === '/draw';
  useGlobalKeys(session.permissions, useCallback((to: string) => goRef.current(to), []), useCallback(() => setKeys(true), []));
  return (
    <div className={alone ? 'sh-app sh-alone' : 'sh-app'}>
      {!alone && <a className="sh-skip" href="#main">{t('skip')}</a>}
      {!alone && <TopBar session={session} onKeys={() => setKeys(true)} />}
      {!alone && <Rail permissions={session.permissions} />}
      <div className="sh-body">
        {session.showcase && !alone && <StoryBar canSteer />}
        <Stale />
        <NewVersion account={session.account} />
        <Closed permissions={session.permissions} />
        <Outbox account={session.account} />
        <main id="main" ref={main} tabIndex={0}>
          <ErrorBoundary key={at}><Suspense fallback={<Waiting />}><Outlet /></Suspense></ErrorBoundary>
        </main>
      </div>
      {more && <MorePages permissions={session.permissions} onPick={() => setMore(false)} />}
      {!alone && <BottomBar permissions={session.permissions} roles={session.roles} open={more} onMore={() => setMore(!more)} />}
      {keys && <KeysDialog permissions={session.permissions} onClose={() => setKeys(false)} />}
    </div>
  );
}

// After a quarter of a minute without a word from the server the page says so across its width.
function Stale() {
  const t = useWords('shell');
  const f = useFigures();
  const silent = useSilence();
  const since = useKeptSince();
  if (since !== null) return <p className="sh-stale" role="alert">{t('kept_text', { time: f.dateTime(new Date(since).toISOString()) })}</p>;
  if (freshness(silent) !== 'offline') return null;
  return <p className="sh-stale" role="alert">{t('offline_text', { n: Math.round(silent / 1000) })}</p>;
}

// A newer version is used when the person says so, and not while something waits to be sent.
function NewVersion({ account }: { account: string }) {
  const t = useWords('shell');
  const there = useNewVersion();
  const [unsent, setUnsent] = useState(0);
  useEffect(() => {
    const look = () => void waiting(account).then((w) => setUnsent(w.length)).catch(() => setUnsent(0));
    look();
    return onOutbox(look);
  }, [account]);
  if (!there) return null;
  return (
    <p className="sh-stale sh-version" role="status">
      {t(unsent ? 'version_waits' : 'version_there')}{' '}
      {!unsent && <button type="button" className="rm-button" onClick={takeOver}>{t('version_use')}</button>}
    </p>
  );
}

// Why nothing can be written now. Entries that are gone for good are let go by an administrator, on record.
function Closed({ permissions }: { permissions: SessionView['permissions'] }) {
  const t = useWords('shell');
  const closed = useClock()?.closed;
  const [done, setDone] = useState(false);
  if (!closed) return done ? <p className="sh-stale" role="status"><Mark tone="ok">{t('loss_done')}</Mark></p> : null;
  return (
    <div className="sh-stale sh-closed" role="alert">
      <p>{closed.title}</p>
      <p>{closed.detail}</p>
      {closed.code === 'ENTRIES_LOST' && may(permissions, 'keys.acknowledge-loss') && (
        <details>
          <summary>{t('loss_open')}</summary>
          <CommandForm command="keys/acknowledge-loss" signed meaning={t('meaning_loss')} submit={t('loss_go_on')} danger onDone={() => setDone(true)} fields={[{ name: 'reason', label: t('loss_reason'), required: true, wide: true }]} />
        </details>
      )}
    </div>
  );
}
