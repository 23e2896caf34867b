import { useMutation, useQuery, useQueryClient, keepPreviousData } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import i18n from 'i18next';
import { keep, keeps } from '../../app/outbox';
import { heard } from '../../app/stream';
import { sessionOrKept, viewOrKept } from '../../offline/kept';
import { commandId } from '../../app/commandId';
import { ask, type Gate, type Problem } from './call';
import { settings } from './settings';
import { hear, lastTick, onTick, serverNow, type ServerClock } from './clock';

export type { Gate, Problem };

export const call = <T,>(path: string, init?: RequestInit): Promise<T> => ask<T>(path, i18n.language, init);

export function useRoomView<T>(path: string | null): { data?: T; pending: boolean; problem?: Problem | null; error?: Problem | null } {
  const q = useQuery<T, Problem>({
    queryKey: ['view', path, i18n.language], queryFn: () => viewOrKept(path!, () => call<T>(path!)), enabled: path !== null, placeholderData: keepPreviousData,
  });
  return { data: q.data, pending: path !== null && q.isPending, error: q.error };
}

export interface Answer { ok: boolean; problem?: Problem; result?: unknown }

interface Sent { command: string; body: Record<string, unknown>; preview?: boolean }

async function send(c: Sent, ids: Map<string, string>) {
  const text = JSON.stringify(c.body);
  const key = c.command + text;
  const id = ids.get(key) ?? commandId();
  ids.set(key, id);
  try {
    const answer = await call<unknown>(`/${c.command}${c.preview ? '?preview=true' : ''}`, {
      method: 'POST', body: text, headers: { 'Content-Type': 'application/json', 'Command-Id': id },
    });
    ids.delete(key);
    return answer;
  } catch (e) {
    if ((e as Problem).status !== 0) ids.delete(key);
    throw e;
  }
}

// A command carries its own id, so a repeated press after a lost answer is the same command and not a second one.
export function useSend() {
  const client = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState(false);
  const [allowed, setAllowed] = useState(false);
  const [kept, setKept] = useState(false);
  const ids = useRef(new Map<string, string>());
  const m = useMutation<unknown, Problem, Sent>({
    mutationFn: (c) => send(c, ids.current),
  });
  const reset = () => { setProblem(null); setDone(false); setAllowed(false); setKept(false); };
  return {
    busy: m.isPending, problem, done, allowed, kept,
    async submit(command: string, body: Record<string, unknown>, signature?: object): Promise<Answer> {
      reset();
      try {
        const result = await m.mutateAsync({ command, body: signature ? { ...body, signature } : body });
        setDone(true);
        void client.invalidateQueries();
        return { ok: true, result };
      } catch (e) {
        const account = client.getQueryData<SessionView>(sessionQuery.queryKey)?.account;
        // A signature is asked for anew when the server is back: a password is not kept.
        if ((e as Problem).status === 0 && keeps(command) && account && 'indexedDB' in window) {
          const id = ids.current.get(command + JSON.stringify(signature ? { ...body, signature } : body)) ?? commandId();
          await keep({ id, account, command, body, at: new Date(serverNow(lastTick())).toISOString(), made: new Date().toISOString(), signed: !!signature });
          setKept(true);
          return { ok: false };
        }
        setProblem(e as Problem);
        return { ok: false, problem: e as Problem };
      }
    },
    async inquire(path: string, body: Record<string, unknown>): Promise<Answer> {
      reset();
      try {
        return { ok: true, result: await call(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }) };
      } catch (e) {
        setProblem(e as Problem);
        return { ok: false, problem: e as Problem };
      }
    },
    async ask(command: string, body: Record<string, unknown>) {
      reset();
      try {
        const said = (await m.mutateAsync({ command, body, preview: true })) as { verdict: string; title?: string; detail?: string; code?: string; gates?: Gate[] };
        if (said.verdict === 'accepted') setAllowed(true);
        else setProblem({ title: said.title ?? '', detail: said.detail, status: 200, code: said.code ?? 'REFUSED', gates: said.gates?.filter((g) => g.pass !== true) });
      } catch (e) {
        setProblem(e as Problem);
      }
    },
  };
}

export interface SessionView {
  account: string; person: string; name: string; org: string; org_name?: string; site?: string; site_name?: string; roles: string[]; permissions: string[]; showcase?: boolean;
  kept?: boolean;  // of this device: the server cannot be asked
}

export const sessionQuery = {
  queryKey: ['session'] as const, queryFn: () => sessionOrKept(() => call<SessionView>('/session'), settings().offline), staleTime: 60_000, retry: false,
  refetchInterval: (q: { state: { data?: SessionView } }) => (q.state.data?.kept ? 5_000 : false as const),
};

export const useSession = () => useQuery<SessionView, Problem>(sessionQuery).data;

// What the clock says besides the time, which pages count on by themselves: nobody is drawn anew because it was asked again.
export const useClock = () => useQuery({
  queryKey: ['clock'], refetchInterval: 4_000, staleTime: 2_000, queryFn: async (): Promise<ServerClock> => { const said = hear(await call<ServerClock>('/clock')).said; heard(); return said; },
  select: ({ zone, closed }) => ({ zone, closed }),
}).data;

// The instant at the server, once a beat. The shell asks the server for its clock; pages only count on.
export const useNow = (): number => serverNow(useSyncExternalStore(onTick, lastTick));

// What follows from that instant, text or number: whoever shows it is drawn anew only when it has changed.
export const useFromNow = <T extends string | number>(of: (now: number) => T): T => useSyncExternalStore(onTick, () => of(serverNow(lastTick())));

// List and page state lives in the address: Back restores it and every view can be linked.
export function useAddress() {
  const location = useLocation();
  const navigate = useNavigate();
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  const query = new URLSearchParams(location.searchStr ?? '');
  const go = (to: string) => void navigate({ href: to } as never);
  return {
    query, go,
    // What is being typed follows into the address without a step of its own in the history.
    replace: (to: string) => void navigate({ href: to, replace: true, resetScroll: false } as never),
    param: (name: string) => params[name] ?? '',
    setQuery(change: Record<string, string | null>) {
      for (const [k, v] of Object.entries(change)) v === null ? query.delete(k) : query.set(k, v);
      const text = query.toString();
      go(location.pathname + (text ? `?${text}` : ''));
    },
    Link: RoomLink,
  };
}

function RoomLink({ to, children }: { to: string; children: ReactNode }) {
  return <Link to={to as never}>{children}</Link>;
}
