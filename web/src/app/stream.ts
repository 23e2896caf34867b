import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

export type Freshness = 'live' | 'slow' | 'offline';
export interface Entry { seq: number; type: string; site?: string; at?: string; stream?: string }

// Slow after 5 s of silence, offline after 15 s: values keep decaying, but place and state may be old.
export const freshness = (silentMs: number): Freshness => (silentMs <= 6_000 ? 'live' : silentMs <= 15_000 ? 'slow' : 'offline');

let heardAt = Date.now();
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((l) => l());

export function heard() {
  heardAt = Date.now();
  tell();
}

export function useSilence(): number {
  const seconds = useSyncExternalStore((l) => {
    listeners.add(l);
    const timer = setInterval(l, 1000);
    return () => { listeners.delete(l); clearInterval(timer); };
  }, () => Math.floor((Date.now() - heardAt) / 1000));
  return seconds * 1000;
}

const channelName = 'isotrail.stream';

// Many entries in one breath are one reload of what is on the screen.
function reloader(client: QueryClient) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      void client.invalidateQueries({ predicate: (q) => !['session', 'about', 'physics'].includes(String(q.queryKey[0])) });
    }, 400);
  };
}

// Silence between entries is measured by the clock, which every page asks for each few seconds.
// One stream a browser, held by one tab and passed on to the others: a server grants a browser few connections.
export function startStream(client: QueryClient): () => void {
  const reload = reloader(client);
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(channelName);
  const take = () => { heard(); reload(); };
  channel?.addEventListener('message', take);
  let source: EventSource | null = null;
  let release: (() => void) | null = null;
  let stopped = false;
  const pass = () => { take(); channel?.postMessage('entry'); };
  const open = () => {
    if (stopped) return;
    source = new EventSource('/api/v1/stream');
    source.onopen = () => pass();
    source.onmessage = () => pass();
    source.addEventListener('clock', () => pass());
    // A server that refuses (its database is away for a moment) ends the browser's own tries: ours go on.
    source.onerror = () => { if (source?.readyState === EventSource.CLOSED) setTimeout(open, 3_000); };
    source.addEventListener('session', () => void client.invalidateQueries({ queryKey: ['session'] }));
  };
  if (navigator.locks) void navigator.locks.request(channelName, () => new Promise<void>((done) => { release = done; open(); }));
  else open();
  return () => { stopped = true; source?.close(); release?.(); channel?.close(); };
}
