import { describe, expect, it } from 'vitest';
import { lanesOf, movesOf, namedDay, rowsOf, spanOf } from './lanes';
import type { OneSlot, SlotDay } from './slot-types';

const at = (hhmm: string) => `2025-12-17T${hhmm}:00Z`;
const slot = (order: string, inject: string, leaves: string, scan: string, ends: string, camera = 'C1'): OneSlot =>
  ({ order, inject_at: at(inject), leaves_room_at: at(leaves), room: 'R1', person: 'p', camera, scan_at: at(scan), scan_ends_at: at(ends), vial: 'V', need_bq: 1, given_bq: 1 });
const order = (id: string, inject: string, begun = false) => ({ order: id, inject_at: at(inject), begun });
const day = {
  midnight: at('00:00'), rooms: [{ id: 'R1', name: 'Room', opens: at('07:00'), closes: at('18:00'), shut: [] }], cameras: [{ id: 'C1', name: 'PET', opens: at('07:00'), closes: at('18:00'), shut: [{ from: at('12:00'), until: at('13:00') }] }],
  orders: [order('A', '09:00'), order('B', '09:30'), order('C', '08:30', true)],
  booked: { slots: [slot('A', '09:00', '09:10', '10:00', '10:20'), slot('B', '09:30', '09:40', '10:30', '10:50'), slot('C', '08:30', '08:40', '09:30', '09:50')] },
  proposed: { slots: [slot('A', '09:00', '09:10', '10:00', '10:20'), slot('B', '09:15', '09:25', '10:20', '10:40'), slot('C', '08:30', '08:40', '09:30', '09:50')] },
} as unknown as SlotDay;

describe('the lanes of a timetable', () => {
  it('puts overlapping uptakes into rows of their own', () => {
    const piece = (from: number, to: number) => ({ order: 'x', from, to, kind: 'uptake' as const });
    expect(rowsOf([piece(0, 10), piece(5, 15), piece(10, 20)]).map((r) => r.length)).toEqual([2, 1]);
  });
  it('has rooms, uptake and cameras with what is booked and proposed', () => {
    const lanes = lanesOf(day);
    expect(lanes.map((l) => l.group)).toEqual(['rooms', 'uptake', 'uptake', 'uptake', 'cameras']);
    expect(lanes[0].booked.map((p) => p.order)).toEqual(['C', 'A', 'B']);
    expect(lanes[4].shut).toHaveLength(1);
  });
  it('gives a room a further row where what has begun overlaps', () => {
    const begun = [slot('A', '09:00', '09:10', '10:00', '10:20'), slot('B', '09:04', '09:14', '10:30', '10:50')];
    const lanes = lanesOf({ ...day, booked: { slots: [] }, proposed: { slots: begun } } as unknown as SlotDay).filter((l) => l.group === 'rooms');
    expect(lanes.map((l) => [l.name, l.proposed.map((p) => p.order)])).toEqual([['Room', ['A']], ['', ['B']]]);
  });
  it('calls a place nobody declared by words, and leaves a name that was given', () => {
    const place = (id: string, name: string) => ({ ...day.rooms[0], id, name });
    const said = namedDay({ ...day, rooms: [place('injection_room-2', 'injection_room-2'), place('R1', 'Room')] }, { injection_room: 'Injection room', camera: 'Camera' });
    expect(said.rooms.map((r) => r.name)).toEqual(['Injection room 2', 'Room']);
  });
  it('begins and ends on whole hours', () => {
    const [from, to] = spanOf(day);
    expect([new Date(from).toISOString(), new Date(to).toISOString()]).toEqual(['2025-12-17T08:00:00.000Z', '2025-12-17T12:00:00.000Z']);
  });
  it('moves only who stands elsewhere and has not begun', () => {
    expect(movesOf(day).map((m) => m.order)).toEqual(['B']);
  });
});
