import type { Bar, Lane } from './plan-types';

// What the browser works out by itself while a bar is moved: every later bar is pushed on as far as it must, and waits where a
// lane is shut. The server decides; this is the ghost that is drawn until it has.

export const minute = 60_000;

export interface Placed { id: string; starts: number; ends: number; slack: number | null; broken: boolean }

export type SlackClass = 'wide' | 'fair' | 'thin' | 'breaks' | 'done' | 'free';

/** The class of a bar's slack: over 45 minutes, 20 to 45, under 20, broken; what is done has none. */
export function slackClass(slack: number | null, done = false): SlackClass {
  if (done) return 'done';
  if (slack === null) return 'free';
  return slack < 0 ? 'breaks' : slack < 20 ? 'thin' : slack <= 45 ? 'fair' : 'wide';
}

/** The earliest instant at or after `starts` from which `length` ms fit into one opening; null when none comes. Always open: `starts`. */
export function fits(lane: Lane | undefined, starts: number, length: number): number | null {
  if (!lane || lane.open.length === 0) return starts;
  for (const span of lane.open) {
    const from = Math.max(starts, Date.parse(span.from));
    if (from + length <= Date.parse(span.to)) return from;
  }
  return null;
}

/** Bars in an order in which each comes after all it needs. A ring (a server's mistake) is broken where it is met. */
export function inOrder(bars: readonly Bar[]): Bar[] {
  const byId = new Map(bars.map((b) => [b.id, b]));
  const done = new Set<string>();
  const out: Bar[] = [];
  const visit = (bar: Bar) => {
    if (done.has(bar.id)) return;
    done.add(bar.id);
    for (const need of bar.needs) {
      const before = byId.get(need);
      if (before) visit(before);
    }
    out.push(bar);
  };
  bars.forEach(visit);
  return out;
}

/**
 * The bars that stand elsewhere when bars are put at the instants of `moved` (bar id to start, ms). A bar that follows never starts
 * earlier than planned. A moved bar that would start before what it needs has ended is broken, and so is one that no opening takes.
 */
export function pushed(bars: readonly Bar[], lanes: readonly Lane[], moved: ReadonlyMap<string, number>): Placed[] {
  const laneOf = new Map(lanes.map((l) => [l.id, l]));
  const ends = new Map<string, number>();
  const out: Placed[] = [];
  for (const bar of inOrder(bars)) {
    const planned = Date.parse(bar.starts);
    const length = Date.parse(bar.ends) - planned;
    const ready = Math.max(-Infinity, ...bar.needs.map((n) => ends.get(n) ?? -Infinity));
    const wish = moved.get(bar.id);
    const wanted = wish ?? Math.max(planned, ready);
    const start = bar.state === 'done' ? planned : fits(laneOf.get(bar.lane), wanted, length);
    const starts = start ?? wanted;
    ends.set(bar.id, starts + length);
    if (starts === planned && wish === undefined) continue;
    const slack = bar.slack_minutes === null ? null : bar.slack_minutes - (starts - planned) / minute;
    out.push({ id: bar.id, starts, ends: starts + length, slack, broken: start === null || starts < ready || (slack !== null && slack < 0) });
  }
  return out;
}

/** Rows of a lane: bars that overlap in time stand below each other. Gives the row of each bar and how many rows there are. */
export function rowsOf(bars: readonly Bar[]): { row: Map<string, number>; count: number } {
  const row = new Map<string, number>();
  const free: number[] = [];
  for (const bar of [...bars].sort((a, b) => Date.parse(a.starts) - Date.parse(b.starts) || a.id.localeCompare(b.id))) {
    const starts = Date.parse(bar.starts);
    let at = free.findIndex((end) => end <= starts);
    if (at < 0) at = free.length;
    free[at] = Date.parse(bar.ends);
    row.set(bar.id, at);
  }
  return { row, count: Math.max(1, free.length) };
}

/** "0847", "8:47" and "08:47" as minutes of the day; null for anything else. */
export function typedTime(text: string): number | null {
  const found = /^\s*(\d{1,2}):?(\d{2})\s*$/.exec(text);
  if (!found) return null;
  const [h, m] = [Number(found[1]), Number(found[2])];
  return h < 24 && m < 60 ? h * 60 + m : null;
}

/** The instant of a wall-clock minute in `zone` that lies nearest to `near` (ms). */
export function nearestInstant(minutes: number, near: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(new Date(near));
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  let away = minutes - (part('hour') * 60 + part('minute'));
  if (away > 720) away -= 1440;
  if (away < -720) away += 1440;
  return Math.floor(near / minute) * minute + away * minute;
}
