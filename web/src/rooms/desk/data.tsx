import { useMutation, useQuery, useQueryClient, keepPreviousData } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import i18n from 'i18next';

export interface Gate { code: string; rule?: string; clause?: string; text: string; remedy?: string; params?: Record<string, unknown>; pass?: boolean }
export interface Problem {
  type?: string; title: string; status: number; detail?: string; code?: string; instance?: string;
  errors?: { field: string; code: string; text: string; value?: unknown; accepted?: unknown }[]; gates?: Gate[];
}

const api = '/api/v1';

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(api + path, { ...init, headers: { Accept: 'application/json', 'Accept-Language': i18n.language, ...init?.headers } });
  } catch (e) {
    throw { title: String(e), status: 0, code: 'UNREACHABLE' } satisfies Problem;
  }
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw { title: response.statusText, status: response.status, ...(body as object) } as Problem;
  return body as T;
}

export function useRoomView<T>(path: string | null): { data?: T; pending: boolean; problem?: Problem | null; error?: Problem | null } {
  const q = useQuery<T, Problem>({
    queryKey: ['view', path, i18n.language], queryFn: () => call<T>(path!), enabled: path !== null, placeholderData: keepPreviousData,
  });
  return { data: q.data, pending: path !== null && q.isPending, error: q.error };
}

export interface Answer { ok: boolean; problem?: Problem; result?: unknown }

interface Sent { command: string; body: Record<string, unknown>; preview?: boolean }

async function send(c: Sent, ids: Map<string, string>) {
  const text = JSON.stringify(c.body);
  const key = c.command + text;
  const id = ids.get(key) ?? crypto.randomUUID();
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
  const ids = useRef(new Map<string, string>());
  const m = useMutation<unknown, Problem, Sent>({
    mutationFn: (c) => send(c, ids.current),
  });
  const reset = () => { setProblem(null); setDone(false); setAllowed(false); };
  return {
    busy: m.isPending, problem, done, allowed,
    async submit(command: string, body: Record<string, unknown>, signature?: object): Promise<Answer> {
      reset();
      try {
        const result = await m.mutateAsync({ command, body: signature ? { ...body, signature } : body });
        setDone(true);
        void client.invalidateQueries();
        return { ok: true, result };
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

export interface SessionView { account: string; person: string; name: string; org: string; site?: string; roles: string[]; permissions: string[] }

export const useSession = () => useQuery<SessionView, Problem>({ queryKey: ['session'], queryFn: () => call<SessionView>('/session'), staleTime: 60_000 }).data;

interface ServerClock { now: string; speed?: number; playing?: boolean }

// The server's time rules: the page counts on from its last word, at its speed, so a replayed day runs here as there.
export function useNow(): number {
  const clock = useQuery<{ at: number; said: ServerClock }, Problem>({
    queryKey: ['clock'], refetchInterval: 10_000, staleTime: 5_000,
    queryFn: async () => ({ said: await call<ServerClock>('/clock'), at: Date.now() }),
  }).data;
  const [tick, setTick] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (!clock?.said.now) return tick;
  const speed = clock.said.playing === false ? 0 : clock.said.speed ?? 1;
  return Date.parse(clock.said.now) + Math.max(0, tick - clock.at) * speed;
}

// List and page state lives in the address: Back restores it and every view can be linked.
export function useAddress() {
  const location = useLocation();
  const navigate = useNavigate();
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  const query = new URLSearchParams(location.searchStr ?? '');
  const go = (to: string) => void navigate({ href: to } as never);
  return {
    query, go,
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
