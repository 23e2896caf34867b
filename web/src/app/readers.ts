import type { BoardView } from '../pages/board/board-types';
import { makeReader } from '../pages/board/reading';
import { ask } from '../rooms/desk/call';
import { countDue, type Task } from '../shell/due';

// What is read beside the page, by name; each answers with the little that the page shows of it.
export const readers = {
  board: makeReader((language) => ask<BoardView>('/board', language)),
  due: async (language: string) => countDue((await ask<{ tasks?: Task[] }>('/today', language)).tasks ?? []),
};

export type Read = { [K in keyof typeof readers]: Awaited<ReturnType<(typeof readers)[K]>> };
