// Rows in bunches that come into sight together. What is drawn of a bunch stays while its id stays, and need not even be looked at while
// its rows are the same ones; so a row that comes, goes or moves costs its own bunch and no other.
export interface Bunch<R> { id: number; rows: R[] }

const size = 8;

export function bunchesOf<R extends { item: string }>(rows: R[], before: Bunch<R>[]): Bunch<R>[] {
  const home = new Map(before.flatMap((b) => b.rows.map((r) => [r.item, b] as const)));
  let id = before.reduce((most, b) => Math.max(most, b.id), 0);
  const taken = new Set<number>();
  const bunches: Bunch<R>[] = [];
  let open: Bunch<R> | null = null;
  rows.forEach((row, i) => {
    const was = home.get(row.item)?.id;
    // A stranger between two that belong together joins them.
    const passing = open && (was === undefined || home.get(rows[i + 1]?.item)?.id === open.id);
    const full = open && open.rows.length >= (was === open.id ? 2 * size : size);
    if (!open || full || (was !== open.id && !passing)) {
      open = { id: was === undefined || taken.has(was) ? ++id : was, rows: [] };
      taken.add(open.id);
      bunches.push(open);
    }
    open.rows.push(row);
  });
  const old = new Map(before.map((b) => [b.id, b]));
  return bunches.map((b) => {
    const was = old.get(b.id);
    return was?.rows.length === b.rows.length && was.rows.every((r, i) => r === b.rows[i]) ? was : b;
  });
}
