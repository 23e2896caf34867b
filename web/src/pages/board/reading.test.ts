import { expect, it } from 'vitest';
import type { BoardRow, BoardView } from './board-types';
import { makeReader } from './reading';

const half = 6584, start = Date.parse('2025-12-17T01:00:00Z');
const row = (item: string, minutes: number, more: Partial<BoardRow> = {}): BoardRow => ({
  item, kind: 'vial', nuclide: 'F-18', half_life_s: half, activity_bq: 4.4e9 * 2 ** (-(minutes * 60) / half), at: new Date(start + minutes * 60_000).toISOString(), state: 'available', coverage: [], ...more,
});
const tiles = {};

function reader(views: BoardRow[][]) {
  const left = views.map((rows): BoardView => ({ now: '', rows, tiles }));
  const asked: string[] = [];
  return { asked, read: makeReader(async (language) => { asked.push(language); return left.shift()!; }) };
}

it('tells all at first and nothing of what only decayed', async () => {
  const { read } = reader([[row('A', 0), row('B', 0)], [row('A', 10), row('B', 10)]]);
  expect(await read('en')).toMatchObject({ rows: [{ item: 'A' }, { item: 'B' }], order: ['A', 'B'] });
  expect(await read('en')).toEqual({ rows: [], order: null, tiles });
});

it('tells a row that was measured anew, held, or came', async () => {
  const { read } = reader([[row('A', 0), row('B', 0)], [row('A', 10, { activity_bq: 4e9 }), row('B', 10)], [row('A', 11, { activity_bq: 4e9 * 2 ** (-60 / half) }), row('B', 11, { state: 'on_hold' })], [row('C', 12), row('A', 12, { activity_bq: 4e9 * 2 ** (-120 / half) })]]);
  await read('en');
  expect((await read('en')).rows.map((r) => r.item)).toEqual(['A']);
  expect(await read('en')).toMatchObject({ rows: [{ item: 'B', state: 'on_hold' }], order: null });
  expect(await read('en')).toMatchObject({ rows: [{ item: 'C' }], order: ['C', 'A'] });
});

it('tells all again in another language, and forgets nothing when a question fails', async () => {
  const { read } = reader([[row('A', 0)], [row('A', 1)]]);
  await read('en');
  expect((await read('pt')).order).toEqual(['A']);
  let fail = true;
  const twice = makeReader(async () => { if (fail) throw new Error('away'); return { now: '', rows: [row('A', 0)], tiles }; });
  await expect(twice('en')).rejects.toThrow('away');
  fail = false;
  expect((await twice('en')).rows.length).toBe(1);
});
