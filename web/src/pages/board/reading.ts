import type { BoardRow, BoardView, Tiles } from './board-types';
import { activityAt, moment } from './decay';

// What is otherwise than it was: rows that are new or say something else, the order when it changed, and the tiles.
export interface News { rows: BoardRow[]; order: string[] | null; tiles: Tiles }

// All of a row but what follows from the decay law: its activities and the instant they are stated for.
function rest(row: BoardRow): string {
  const { at: _at, activity_bq: _bq, concentration_bq_per_ml: _c, chain, elutions, ...said } = row;
  return JSON.stringify([said, chain?.length, elutions && { ...elutions, daughter_bq: 0, chain: elutions.chain.length }]);
}

// Much finer than what is shown, much coarser than what two ways of counting differ by.
const sameActivity = (a: number, b: number) => Math.abs(a - b) <= 1e-7 * Math.max(Math.abs(a), Math.abs(b));

// Keeps what was read last. A row that only decayed since is the row it was: whoever shows it counts on from there.
export function makeReader(ask: (language: string) => Promise<BoardView>) {
  let known = new Map<string, { row: BoardRow; rest: string }>();
  let order = '';
  let spoken = '';
  return async (language: string): Promise<News> => {
    const view = await ask(language);
    const before = language === spoken ? known : new Map<string, { row: BoardRow; rest: string }>();
    const rows: BoardRow[] = [];
    known = new Map(view.rows.map((row) => {
      const old = before.get(row.item), now = { row, rest: rest(row) };
      if (old?.rest === now.rest && sameActivity(activityAt(old.row, moment(row.at)), activityAt(row, moment(row.at)))) return [row.item, old];
      rows.push(row);
      return [row.item, now];
    }));
    const items = view.rows.map((r) => r.item), said = items.join('\n');
    const moved = said !== order || language !== spoken;
    order = said;
    spoken = language;
    return { rows, order: moved ? items : null, tiles: view.tiles };
  };
}
