import { useSyncExternalStore } from 'react';

// What this device last read, for the pages at the door and the bench that go on without a server. It belongs to the person who is signed
// in: signing out, somebody else or twelve hours without a word end it.
interface Kept { account: string; at: number; session: object; views: Record<string, { at: number; data: unknown }> }

const key = 'isotrail.kept';
const longest = 12 * 3_600_000;
const paths = new Set(['/hotlab/stock', '/instruments/instruments']);

function read(): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null;
    return kept && Date.now() - kept.at < longest ? kept : null;
  } catch {
    return null;
  }
}

function write(kept: Kept) {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // No room: then this device reads nothing without a server, and nothing else depends on it.
  }
}

const listeners = new Set<() => void>();
let shown: number | null = null;
const tell = (at: number | null) => {
  if (at === shown) return;
  shown = at;
  listeners.forEach((l) => l());
};

// When what is shown was read, ms; null while it comes from the server.
export const useKeptSince = () => useSyncExternalStore((l) => { listeners.add(l); return () => listeners.delete(l); }, () => shown);

export function forgetKept() {
  localStorage.removeItem(key);
  tell(null);
}

const away = (e: unknown) => (e as { status?: number }).status === 0;

// Whoever last signed in here, while the server cannot be asked.
export async function sessionOrKept<S extends { account: string }>(ask: () => Promise<S>, keeps: boolean): Promise<S & { kept?: boolean }> {
  try {
    const session = await ask();
    const before = read();
    if (keeps) write({ account: session.account, at: Date.now(), session, views: before?.account === session.account ? before.views : {} });
    tell(null);
    return session;
  } catch (e) {
    const kept = away(e) ? read() : null;
    if ((e as { status?: number }).status === 401) forgetKept();
    if (!kept) throw e;
    tell(kept.at);
    return { ...(kept.session as S), kept: true };
  }
}

export async function viewOrKept<T>(path: string, ask: () => Promise<T>): Promise<T> {
  if (!paths.has(path)) return ask();
  try {
    const data = await ask();
    const kept = read();
    if (kept) write({ ...kept, at: Date.now(), views: { ...kept.views, [path]: { at: Date.now(), data } } });
    return data;
  } catch (e) {
    const kept = away(e) ? read()?.views[path] : undefined;
    if (!kept) throw e;
    tell(kept.at);
    return kept.data as T;
  }
}
