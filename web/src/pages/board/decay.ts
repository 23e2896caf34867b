import type { BoardRow, Elutions } from './board-types';

// The one decay law of the browser. Half-lives and branches come from the server; nothing here knows a nuclide.
// Instants are ms (with their fraction), times and half-lives s, activities Bq.

// What an item holds of a nuclide and of all that feed it; `feeds` says to whom a member decays and with which share.
export interface Member { nuclide: string; half_life_s: number; activity_bq: number; feeds: { nuclide: string; fraction: number }[] }

// An instant to the microsecond, as the server writes it: Date.parse alone stops at the millisecond.
export function moment(iso: string): number {
  const fraction = /\.(\d+)/.exec(iso);
  return fraction ? Date.parse(iso.replace(fraction[0], '')) + Number(`0.${fraction[1]}`) * 1000 : Date.parse(iso);
}

// Below this there is nothing, and that is not an error.
const something = (bq: number) => (bq < 1e-300 ? 0 : bq);

// A(t) = A0 2^(-(t - t0)/T), forwards and backwards; what is stable keeps its value.
export const decayed = (bq: number, from: number, to: number, halfLife_s: number) => (halfLife_s > 0 ? something(bq * 2 ** (-(to - from) / 1000 / halfLife_s)) : bq);

// The instant at which an activity has come to `limit`; before `at` when it is below already, never when it does not decay.
export const reaches = (bq: number, at: number, limit: number, halfLife_s: number) => (halfLife_s > 0 && bq > 0 ? at + halfLife_s * 1000 * Math.log2(bq / limit) : Infinity);

export const percentPerMinute = (halfLife_s: number) => (halfLife_s > 0 ? (1 - 2 ** (-60 / halfLife_s)) * 100 : 0);

const rate = (m: Member) => (m.half_life_s > 0 ? Math.LN2 / m.half_life_s : 0);

const terms = 24;

// exp[x1..xn] of nodes within 1 of each other: Taylor about the middle, so that equal and nearly equal nodes lose nothing.
function closeNodes(x: number[]): number {
  const middle = (x[0] + x[x.length - 1]) / 2;
  const h = [1, ...Array<number>(terms).fill(0)];
  for (const node of x) for (let m = 1; m <= terms; ++m) h[m] += (node - middle) * h[m - 1];
  let factorial = 1;
  for (let i = 2; i < x.length; ++i) factorial *= i;
  let sum = 0;
  for (let m = 0; m <= terms; ++m) {
    sum += h[m] / factorial;
    factorial *= x.length + m;
  }
  return Math.exp(middle) * sum;
}

// The divided difference of exp over any nodes: Bateman's sum without its cancellation.
function dividedExp(nodes: number[]): number {
  const x = [...nodes].sort((a, b) => a - b);
  const f = x.map(Math.exp);
  for (let width = 1; width < x.length; ++width) {
    for (let i = 0; i + width < x.length; ++i) {
      const gap = x[i + width] - x[i];
      f[i] = gap > 1 ? (f[i + 1] - f[i]) / gap : closeNodes(x.slice(i, i + width + 1));
    }
  }
  return f[0];
}

// `t` seconds on: over every path that leads to `nuclide`, A1 (b1 ln2 t/T2) (b2 ln2 t/T3) ... exp[x1..xn].
function ahead(members: Member[], nuclide: string, t: number): number {
  const walk = (m: Member, share: number, nodes: number[]): number => {
    const here = [...nodes, -rate(m) * t];
    if (m.nuclide === nuclide) return share * dividedExp(here);
    let sum = 0;
    for (const to of m.feeds) {
      const next = members.find((x) => x.nuclide === to.nuclide);
      if (next) sum += walk(next, share * to.fraction * rate(next) * t, here);
    }
    return sum;
  };
  return members.reduce((sum, m) => (m.activity_bq ? sum + walk(m, m.activity_bq, []) : sum), 0);
}

const parentsFirst = (members: Member[]): Member[] => {
  const fed = members.filter((m) => members.some((x) => x.feeds.some((f) => f.nuclide === m.nuclide)));
  const free = members.filter((m) => !fed.includes(m));
  return free.length && fed.length ? [...free, ...parentsFirst(fed)] : members;
};

// `ago` seconds before: what is there now less what has grown in since. A member so short-lived that nothing now remembers it
// had followed the one that feeds it.
function behind(members: Member[], nuclide: string, ago: number): number {
  const then: Member[] = [];
  for (const m of parentsFirst(members)) {
    const l = rate(m);
    const before = { ...m, activity_bq: 0 };
    if (l * ago <= 20) before.activity_bq = Math.max(0, m.activity_bq - ahead([...then, before], m.nuclide, ago)) * Math.exp(l * ago);
    else {
      for (const p of then) {
        const share = p.feeds.find((f) => f.nuclide === m.nuclide)?.fraction ?? 0;
        if (l > rate(p)) before.activity_bq += (p.activity_bq * share * l) / (l - rate(p));
      }
    }
    then.push(before);
  }
  return then.find((m) => m.nuclide === nuclide)?.activity_bq ?? 0;
}

// Activity of `nuclide` `t` seconds after the instant the members are stated for, in-growth included.
export const chainActivity = (members: Member[], nuclide: string, t: number): number => something(t >= 0 ? ahead(members, nuclide, t) : behind(members, nuclide, -t));

// Backwards over every elution on record: just before one, what it took was still in the column.
function daughterAt(e: Elutions, at: number, t: number): number {
  const taken = (e.done ?? []).map((x) => ({ at: moment(x.at), bq: x.activity_bq })).filter((x) => x.at <= at && x.at > t).sort((x, y) => y.at - x.at);
  let column = e.chain;
  let from = at;
  for (const x of taken) {
    const s = (x.at - from) / 1000;
    column = column.map((m) => ({ ...m, activity_bq: chainActivity(column, m.nuclide, s) + (m.nuclide === e.daughter ? x.bq : 0) }));
    from = x.at;
  }
  return chainActivity(column, e.daughter, (t - from) / 1000);
}

// What the board shows of a row: of a generator the daughter in the column, of everything else its nuclide.
export function activityAt(row: BoardRow, t: number): number {
  const at = moment(row.at);
  if (row.elutions) return daughterAt(row.elutions, at, t);
  if (row.chain && row.nuclide) return chainActivity(row.chain, row.nuclide, (t - at) / 1000);
  return decayed(row.activity_bq, at, t, row.half_life_s);
}

export const parentAt = (row: BoardRow, t: number) => (row.elutions ? chainActivity(row.elutions.chain, row.elutions.parent, (t - moment(row.at)) / 1000) : 0);

export interface Late { covered: boolean[]; count: number; firstLost: number }

// All injections d minutes later: each order takes its share counted at the row's instant, so a later one takes a bigger share.
export function ifLate(row: BoardRow, minutes: number, now: number): Late {
  const at = moment(row.at);
  const until = row.usable_until ? moment(row.usable_until) : Infinity;
  const half = row.elutions?.daughter_half_life_s ?? row.half_life_s;
  const all = row.elutions ? row.elutions.daughter_bq * row.elutions.efficiency_fraction : row.activity_bq;
  let used = 0;
  const covered = row.coverage.map((c) => {
    const t = Math.max(moment(c.inject_at), now) + minutes * 60_000;
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
