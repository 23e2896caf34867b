import type { Bar, Day, Lane } from './plan-types';
import { rowsOf } from './chain';

export const rowHeight = 26;
const pad = 5;
const hour = 3_600_000;

/** From instants to pixels: whole hours, `perHour` pixels each. */
export interface Scale { from: number; to: number; width: number; x: (ms: number) => number; hours: number[] }

export function scaleOf(bars: readonly Bar[], perHour: number): Scale {
  const times = bars.flatMap((b) => [Date.parse(b.starts), Date.parse(b.ends)]);
  const first = times.length ? Math.min(...times) : 0;
  const last = times.length ? Math.max(...times) : hour;
  const from = Math.floor(first / hour) * hour;
  const to = Math.max(from + hour, Math.ceil((last + hour / 2) / hour) * hour);
  const x = (ms: number) => ((ms - from) / hour) * perHour;
  return { from, to, width: x(to), x, hours: Array.from({ length: Math.round((to - from) / hour) + 1 }, (_, i) => from + i * hour) };
}

export interface LaneBox { lane: Lane; top: number; height: number; rows: Map<string, number>; bars: Bar[] }
export interface Group { code: string; zone?: string; top: number; height: number }

/** Where each lane stands, grouped as the server groups them; a lane with overlapping bars and the ghosts' row is as high as it needs. */
export function boxesOf(day: Pick<Day, 'lanes' | 'bars'>): { boxes: LaneBox[]; groups: Group[]; height: number } {
  const byLane = new Map<string, Bar[]>();
  for (const bar of day.bars) byLane.set(bar.lane, [...(byLane.get(bar.lane) ?? []), bar]);
  const boxes: LaneBox[] = [];
  const groups: Group[] = [];
  let top = 0;
  // Groups in the order of their first lanes, lanes in the server's order within.
  const order = [...new Set(day.lanes.map((l) => l.group))];
  const sorted = [...day.lanes].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  for (const lane of sorted) {
    if (!byLane.has(lane.id)) continue;
    const bars = (byLane.get(lane.id) ?? []).sort((a, b) => Date.parse(a.starts) - Date.parse(b.starts));
    const { row, count } = rowsOf(bars);
    const height = count * rowHeight + 2 * pad;
    boxes.push({ lane, top, height, rows: row, bars });
    const group = groups.at(-1);
    if (group?.code === lane.group) group.height += height;
    else groups.push({ code: lane.group, zone: lane.zone, top, height });
    top += height;
  }
  return { boxes, groups, height: top };
}

export const barTop = (box: LaneBox, id: string) => box.top + pad + (box.rows.get(id) ?? 0) * rowHeight;
