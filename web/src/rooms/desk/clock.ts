import type { Problem } from './data';

// `closed`: why nothing can be written now.
export interface ServerClock { now: string; speed?: number; playing?: boolean; zone?: string; closed?: Problem }

let heard: { said: ServerClock; at: number } | null = null;

let stamp = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

const calm = () => typeof window !== 'undefined' && !!window.matchMedia?.('(prefers-reduced-motion: reduce)').matches;

function tick() {
  stamp = Date.now();
  listeners.forEach((l) => l());
}

export function hear(said: ServerClock) {
  heard = { said, at: Date.now() };
  tick();
  return heard;
}

// One beat for every numeral on the page: once a second, or every ten where the reader asked for less motion.
export function onTick(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(tick, calm() ? 10_000 : 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size || !timer) return;
    clearInterval(timer);
    timer = null;
  };
}

export const lastTick = () => stamp;

// The server's time rules: the page counts on from its last word, at its speed, so a replayed day runs here as there.
export function serverNow(machine = Date.now()): number {
  if (!heard?.said.now) return machine;
  const speed = heard.said.playing === false ? 0 : heard.said.speed ?? 1;
  return Date.parse(heard.said.now) + Math.max(0, machine - heard.at) * speed;
}
