import { keepPreviousData, useQuery } from '@tanstack/react-query';
import i18n from 'i18next';
import { beside } from '../../app/beside';
import type { Problem } from '../../rooms/desk/call';
import type { BoardRow, Tiles } from './board-types';

export interface Board { rows: BoardRow[]; tiles: Tiles }

let rows = new Map<string, BoardRow>();
let shown: BoardRow[] = [];

async function readBoard(language: string): Promise<Board> {
  const news = await beside('board', language);
  const all = new Map([...rows, ...news.rows.map((r) => [r.item, r] as const)]);
  rows = news.order ? new Map(news.order.map((item) => [item, all.get(item)!])) : all;
  if (news.order || news.rows.length) shown = [...rows.values()];
  return { rows: shown, tiles: news.tiles };
}

// One board a page, for all who show something of it. A row states its activity for an instant of its own: count on with activityAt().
export function useBoard(wanted = true): { data?: Board; pending: boolean; error?: Problem | null } {
  const { language } = i18n;
  const q = useQuery<Board, Problem>({ queryKey: ['board', language], queryFn: () => readBoard(language), enabled: wanted, structuralSharing: false, placeholderData: keepPreviousData });
  return { data: q.data, pending: wanted && q.isPending, error: q.error };
}
