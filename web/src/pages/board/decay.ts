import type { BoardRow, Elutions } from './board-types';

// Activity and time on the page follow the same law as in the engine: A(t) = A0 2^(-(t - t0)/T). Instants are ms, half-lives s.
export const decayed = (bq: number, from: number, to: number, halfLife_s: number) => (halfLife_s > 0 ? bq * 2 ** (-(to - from) / 1000 / halfLife_s) : bq);

// Daughter in the column t seconds from an instant with p0 of parent and d0 of daughter (Bateman); t may be negative.
function grown(e: Elutions, p0: number, d0: number, t: number): number {
  const lp = Math.LN2 / e.parent_half_life_s;
  const ld = Math.LN2 / e.daughter_half_life_s;
  const a = Math.exp(-lp * t);
  const b = Math.exp(-ld * t);
  return d0 * b + (p0 * e.branching_fraction * ld * (a - b)) / (ld - lp);
}

// Backwards over every elution on record: just before one, what it took was still in the column.
function daughterAt(e: Elutions, at: number, t: number): number {
  let from = at;
  let d = e.daughter_bq;
  const done = [...(e.done ?? [])].map((x) => ({ at: Date.parse(x.at), bq: x.activity_bq })).sort((x, y) => y.at - x.at);
  for (const x of done) {
    if (x.at > at || x.at <= t) continue;
    d = grown(e, decayed(e.parent_bq, at, from, e.parent_half_life_s), d, (x.at - from) / 1000) + x.bq;
    from = x.at;
  }
  return Math.max(0, grown(e, decayed(e.parent_bq, at, from, e.parent_half_life_s), d, (t - from) / 1000));
}

export function activityAt(row: BoardRow, t: number): number {
  const at = Date.parse(row.at);
  if (row.elutions) return daughterAt(row.elutions, at, t);
  return decayed(row.activity_bq, at, t, row.half_life_s);
}

export interface Late { covered: boolean[]; count: number; firstLost: number }

// All injections d minutes later: each order takes its share counted at the row's instant, so a later one takes a bigger share.
export function ifLate(row: BoardRow, minutes: number, now: number): Late {
  const at = Date.parse(row.at);
  const until = row.usable_until ? Date.parse(row.usable_until) : Infinity;
  const half = row.elutions?.daughter_half_life_s ?? row.half_life_s;
  const all = row.elutions ? row.elutions.daughter_bq * row.elutions.efficiency_fraction : row.activity_bq;
  let used = 0;
  const covered = row.coverage.map((c) => {
    const t = Math.max(Date.parse(c.inject_at), now) + minutes * 60_000;
    const share = decayed(c.needed_bq, t, at, half);
    const ok = used + share <= all * (1 + 1e-9) && t < until;
    if (ok) used += share;
    return ok;
  });
  return { covered, count: covered.filter(Boolean).length, firstLost: covered.indexOf(false) };
}

// The whole minutes all injections may slip before somebody covered now is lost.
export function marginMinutes(row: BoardRow, now: number, most = 360): number | null {
  if (!row.coverage.length) return null;
  const today = ifLate(row, 0, now).count;
  for (let d = 1; d <= most; ++d) if (ifLate(row, d, now).count < today) return d - 1;
  return most;
}

export const percentPerMinute = (halfLife_s: number) => (halfLife_s > 0 ? (1 - 2 ** (-60 / halfLife_s)) * 100 : 0);
