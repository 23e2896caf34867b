import { describe, expect, it } from 'vitest';
import { fits, inOrder, minute, nearestInstant, pushed, rowsOf, slackClass, typedTime } from './chain';
import type { Bar, Lane } from './plan-types';

const at = (hhmm: string) => `2025-12-17T${hhmm}:00+08:00`;
const lane = (id: string, ...open: [string, string][]): Lane => ({ id, group: 'CN', kind: 'road', label: id, open: open.map(([from, to]) => ({ from: at(from), to: at(to) })) });
const bar = (id: string, from: string, to: string, needs: string[] = [], more: Partial<Bar> = {}): Bar => ({
  id, lane: id, kind: 'leg', label: id, starts: at(from), ends: at(to), slack_minutes: 23, state: 'planned', needs, orders: [], movable: true, ...more,
});
const hhmm = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(11, 16);
const lanes = [lane('pack'), lane('road'), lane('port', ['07:45', '08:45'], ['10:00', '11:00']), lane('receipt')];
const bars = [
  bar('receipt', '08:47', '09:02', ['port']), bar('pack', '06:12', '06:25'), bar('road', '06:25', '07:50', ['pack']), bar('port', '07:52', '08:22', ['road']),
];

describe('the chain behind a moved bar', () => {
  it('is pushed on and waits for the next opening when it misses one', () => {
    const placed = pushed(bars, lanes, new Map([['pack', Date.parse(at('06:37'))]]));
    const of = Object.fromEntries(placed.map((p) => [p.id, p]));
    expect(hhmm(of.road.starts)).toBe('06:50');
    expect(hhmm(of.road.ends)).toBe('08:15');
    expect(hhmm(of.port.starts)).toBe('08:15');
    expect(of.port.broken).toBe(false); // 08:15 to 08:45 just fits, and 23 minutes of slack are used up exactly
    expect(of.port.slack).toBe(0);
    const later = Object.fromEntries(pushed(bars, lanes, new Map([['pack', Date.parse(at('06:38'))]])).map((p) => [p.id, p]));
    expect(hhmm(later.port.starts)).toBe('10:00');
    expect(later.port.broken).toBe(true);
    expect(hhmm(later.receipt.starts)).toBe('10:30');
  });
  it('stays where it was when there is room in between', () => {
    expect(pushed(bars, lanes, new Map([['road', Date.parse(at('06:27'))]])).map((p) => p.id)).toEqual(['road']);
  });
  it('is broken when a bar is put before what it needs', () => {
    const [road] = pushed(bars, lanes, new Map([['road', Date.parse(at('06:20'))]]));
    expect(road.broken).toBe(true);
  });
  it('does not move what is done', () => {
    const done = [bar('a', '06:00', '06:30', [], { state: 'done', slack_minutes: null }), bar('b', '06:30', '07:00', ['a'])];
    expect(pushed(done, [], new Map([['b', Date.parse(at('06:45'))]])).map((p) => p.id)).toEqual(['b']);
  });
  it('comes to an end on a ring', () => {
    expect(inOrder([bar('a', '06:00', '06:10', ['b']), bar('b', '06:00', '06:10', ['a'])])).toHaveLength(2);
  });
});

it('an opening must take the whole stage', () => {
  expect(fits(lanes[2], Date.parse(at('08:16')), 30 * minute)).toBe(Date.parse(at('10:00')));
  expect(fits(lanes[2], Date.parse(at('10:31')), 30 * minute)).toBeNull();
  expect(fits(undefined, 5, 30 * minute)).toBe(5);
});

it('bars that overlap stand below each other', () => {
  const { row, count } = rowsOf([bar('a', '06:00', '07:00'), bar('b', '06:30', '07:30'), bar('c', '07:00', '08:00')]);
  expect([row.get('a'), row.get('b'), row.get('c'), count]).toEqual([0, 1, 0, 2]);
});

it('slack has four classes', () => {
  expect([46, 45, 20, 19, 0, -1].map((m) => slackClass(m))).toEqual(['wide', 'fair', 'fair', 'thin', 'thin', 'breaks']);
  expect(slackClass(3, true)).toBe('done');
  expect(slackClass(null)).toBe('free');
});

it('times may be typed as people write them', () => {
  expect([typedTime('0847'), typedTime('8:47'), typedTime(' 08:47 '), typedTime('847'), typedTime('2460'), typedTime('8.47')]).toEqual([527, 527, 527, 527, null, null]);
  expect(hhmm(nearestInstant(527, Date.parse(at('06:12')), 'Asia/Macau'))).toBe('08:47');
  expect(nearestInstant(1430, Date.parse(at('00:10')), 'Asia/Macau')).toBe(Date.parse(at('00:10')) - 20 * minute);
});
