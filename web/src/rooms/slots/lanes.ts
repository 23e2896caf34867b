import type { OneSlot, SlotDay, SlotPlace, TimetableOf } from './slot-types';

export interface Piece { order: string; from: number; to: number; kind: 'inject' | 'uptake' | 'scan' }
export interface Lane { id: string; name: string; group: 'rooms' | 'uptake' | 'cameras'; booked: Piece[]; proposed: Piece[]; shut: { from: number; to: number }[] }

const ms = (iso: string) => Date.parse(iso);

function piecesOf(slots: readonly OneSlot[], group: Lane['group'], id: string): Piece[] {
  const out: Piece[] = [];
  for (const s of slots) {
    if (group === 'rooms' && s.room === id) out.push({ order: s.order, from: ms(s.inject_at), to: ms(s.leaves_room_at), kind: 'inject' });
    if (group === 'cameras' && s.camera === id && s.scan_at && s.scan_ends_at) out.push({ order: s.order, from: ms(s.scan_at), to: ms(s.scan_ends_at), kind: 'scan' });
  }
  return out.sort((a, b) => a.from - b.from);
}

const uptakeOf = (t: TimetableOf): Piece[] => t.slots.filter((s) => s.scan_at)
  .map((s): Piece => ({ order: s.order, from: ms(s.leaves_room_at), to: ms(s.scan_at!), kind: 'uptake' })).filter((p) => p.to > p.from).sort((a, b) => a.from - b.from);

/** Puts pieces that overlap into rows of their own, as few as will do. */
export function rowsOf(pieces: readonly Piece[]): Piece[][] {
  const rows: Piece[][] = [];
  for (const p of pieces) {
    const free = rows.find((r) => r[r.length - 1].to <= p.from);
    if (free) free.push(p);
    else rows.push([p]);
  }
  return rows;
}

// A place nobody declared is called by what it is and its number, not by the id it is counted under.
const named = (p: SlotPlace, words: Record<string, string>): SlotPlace => {
  const [, kind, n] = /^([a-z_]+)-(\d+)$/.exec(p.id) ?? [];
  return p.name === p.id && words[kind] ? { ...p, name: `${words[kind]} ${n}` } : p;
};

export const namedDay = (day: SlotDay, words: Record<string, string>): SlotDay => ({ ...day, rooms: day.rooms.map((p) => named(p, words)), cameras: day.cameras.map((p) => named(p, words)) });

/** Rooms, then patients in uptake, then cameras. What has begun is as it was: where it overlaps, a place has further rows. */
export function lanesOf(day: SlotDay): Lane[] {
  const rows = (group: Lane['group'], place: { id: string; name: string; shut: Lane['shut'] }, booked: Piece[][], proposed: Piece[][]): Lane[] =>
    Array.from({ length: Math.max(group === 'uptake' ? 0 : 1, booked.length, proposed.length) }, (_, i) => ({
      ...place, id: `${place.id} ${i}`, name: i ? '' : place.name, group, booked: booked[i] ?? [], proposed: proposed[i] ?? [],
    }));
  const places = (group: 'rooms' | 'cameras') => day[group].flatMap((p) => rows(group,
    { id: p.id, name: p.name, shut: p.shut.map((s) => ({ from: ms(s.from), to: ms(s.until) })) },
    rowsOf(piecesOf(day.booked.slots, group, p.id)), rowsOf(piecesOf(day.proposed.slots, group, p.id))));
  const uptake = rows('uptake', { id: 'uptake', name: '', shut: [] }, rowsOf(uptakeOf(day.booked)), rowsOf(uptakeOf(day.proposed)));
  return [...places('rooms'), ...uptake, ...places('cameras')];
}

/** From the hour before the first thing to the hour after the last. */
export function spanOf(day: SlotDay): [number, number] {
  const all = [...day.booked.slots, ...day.proposed.slots].flatMap((s) => [s.inject_at, s.scan_ends_at ?? s.leaves_room_at].map(ms));
  const hour = 3_600_000;
  if (!all.length) return [ms(day.midnight) + 8 * hour, ms(day.midnight) + 18 * hour];
  return [Math.floor((Math.min(...all) - hour / 4) / hour) * hour, Math.ceil((Math.max(...all) + hour / 4) / hour) * hour];
}

/** What would have to be set for the proposal to hold; only what differs from the booking. */
export function movesOf(day: SlotDay) {
  const before = new Map(day.booked.slots.map((s) => [s.order, s]));
  const begun = new Set(day.orders.filter((o) => o.begun).map((o) => o.order));
  const told = new Map(day.orders.map((o) => [o.order, o.inject_at]));
  return day.proposed.slots.filter((s) => {
    if (begun.has(s.order)) return false;
    const b = before.get(s.order);
    return ms(told.get(s.order) ?? '') !== ms(s.inject_at) || !b || b.room !== s.room || b.camera !== s.camera || b.scan_at !== s.scan_at || b.inject_at !== s.inject_at;
  }).map((s) => ({ order: s.order, inject_at: s.inject_at, scan_at: s.scan_at, room: s.room, camera: s.camera, person: s.person }));
}
