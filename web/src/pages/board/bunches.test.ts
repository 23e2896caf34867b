import { expect, it } from 'vitest';
import { bunchesOf } from './bunches';

const rows = (n: number) => Array.from({ length: n }, (_, i) => ({ item: `I${i}` }));
const items = (b: { rows: { item: string }[] }[]) => b.flatMap((x) => x.rows.map((r) => r.item));

it('nothing changed: the same bunches', () => {
  const all = rows(40), first = bunchesOf(all, []);
  expect(first.map((b) => b.rows.length)).toEqual([8, 8, 8, 8, 8]);
  expect(bunchesOf([...all], first).every((b, i) => b === first[i])).toBe(true);
});

it('a row that goes, comes or moves changes its own bunch alone', () => {
  const all = rows(40), first = bunchesOf(all, []);
  const gone = bunchesOf(all.slice(1), first);
  expect(gone.slice(1).every((b, i) => b === first[i + 1])).toBe(true);
  expect(gone[0].id).toBe(first[0].id);
  const come = bunchesOf([{ item: 'N' }, ...all], first);
  expect(items(come)).toEqual(['N', ...items(first)]);
  expect(come.filter((b) => !first.includes(b)).length).toBeLessThanOrEqual(2);
  const moved = bunchesOf([all[0], all[1], all[30], ...all.slice(2, 30), ...all.slice(31)], first);
  expect(items(moved).slice(0, 4)).toEqual(['I0', 'I1', 'I30', 'I2']);
  expect(moved.filter((b) => !first.includes(b)).length).toBe(2);
});

it('a row that says something else changes its own bunch alone, and ids stay apart', () => {
  const all = rows(40), first = bunchesOf(all, []);
  const said = bunchesOf(all.map((r, i) => (i === 20 ? { ...r } : r)), first);
  expect(said.map((b, i) => b === first[i])).toEqual([true, true, false, true, true]);
  const mixed = bunchesOf([...all].reverse(), first);
  expect(new Set(mixed.map((b) => b.id)).size).toBe(mixed.length);
  expect(items(mixed)).toEqual([...items(first)].reverse());
});
