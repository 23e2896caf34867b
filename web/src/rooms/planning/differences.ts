import type { Day } from './plan-types';

export interface Differences { gained: string[]; lost: string[]; moved: { who: string; minutes: number }[]; made: number; cost: number }

/** What `here` has that `there` has not: who is served in one only, whose delivery comes at another minute, activity made (Bq) and cost (EUR). */
export function differences(here: Day, there: Day): Differences {
  const other = new Map(there.orders.map((o) => [o.order, o]));
  const out: Differences = { gained: [], lost: [], moved: [], made: 0, cost: (here.cost.total ?? 0) - (there.cost.total ?? 0) };
  for (const o of here.orders) {
    const b = other.get(o.order);
    const who = o.patient ?? o.order;
    if (o.served && !b?.served) out.gained.push(who);
    else if (!o.served && b?.served) out.lost.push(who);
    else if (o.arrives && b?.arrives && o.arrives !== b.arrives) out.moved.push({ who, minutes: Math.round((Date.parse(o.arrives) - Date.parse(b.arrives)) / 60_000) });
  }
  for (const o of there.orders) if (o.served && !here.orders.some((x) => x.order === o.order)) out.lost.push(o.patient ?? o.order);
  const made = (day: Day) => day.runs.reduce((sum, r) => sum + r.makes_bq, 0);
  out.made = made(here) - made(there);
  return out;
}
