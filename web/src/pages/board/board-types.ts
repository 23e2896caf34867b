import type { Member } from './decay';
import type { Tone } from '../../rooms/desk/pieces';

export interface Covered { order: string; patient?: string | null; inject_at: string; needed_bq: number; volume_ml_after?: number | null; covered: boolean; slack_minutes?: number | null; site?: string }

export interface Elutions {
  parent: string; daughter: string; daughter_bq: number; daughter_half_life_s: number; chain: Member[];
  efficiency_fraction: number; last_elution_at?: string | null; done?: { eluate: string; at: string; activity_bq: number; state?: string }[];
}

export interface BoardRow {
  item: string; kind: string; label?: string | null; batch?: string; product?: string | null; product_name?: string | null; letter?: string | null;
  nuclide?: string | null; half_life_s: number; activity_bq: number; concentration_bq_per_ml?: number | null; chain?: Member[]; at: string; calibration?: { activity_bq: number; at: string } | null;
  volume_ml?: number | null; site?: string; site_name?: string; place?: string; zone?: string; consignment?: string | null; eta?: string | null; to_site?: string | null; to_site_name?: string | null;
  state: string; usable_until?: string | null; expires_at?: string | null; released?: { at: string; by: string; by_name?: string | null } | null;
  slack_minutes?: number | null; coverage: Covered[]; booked?: string[]; elutions?: Elutions | null;
}

export interface Tiles {
  usable?: { activity_bq: number; items: number; by_nuclide?: { nuclide: string; activity_bq: number; items: number }[] };
  patients?: { covered: number; total: number; by_product?: { product: string; product_name: string; covered: number; total: number }[] };
  margin?: { minutes: number; item: string; order: string; patient?: string | null; product_name?: string | null; inject_at?: string; lost_after?: string; zone?: string } | null;
  waiting_release?: { count: number; due_at?: string | null; batches?: { batch: string; product_name?: string; eos_at?: string; due_at?: string | null; zone?: string }[] };
}

export interface BoardView { now: string; rows: BoardRow[]; tiles: Tiles }

// Colour rises only with trouble: a thin margin is under half an hour of decay slack.
export const thinMinutes = 30;

export type Look = 'plain' | 'thin' | 'grey' | 'outside';

export function lookOf(row: BoardRow): Look {
  if (['expired', 'failed', 'spent', 'on_hold'].includes(row.state)) return 'outside';
  if (['waiting_release', 'untested'].includes(row.state)) return 'grey';
  return row.slack_minutes !== null && row.slack_minutes !== undefined && row.slack_minutes < thinMinutes ? 'thin' : 'plain';
}

export interface Said { tone: Tone; word: string; params?: Record<string, string | number> }

// The one line under the activity: what is wrong first, then how far the vial reaches.
export function statusOf(row: BoardRow): Said {
  const lost = row.coverage.filter((c) => !c.covered).length;
  const total = row.coverage.length;
  const covered = { n: total - lost, total };
  if (['on_hold', 'failed', 'expired'].includes(row.state)) return { tone: 'crit', word: `state_${row.state}` };
  if (row.state === 'spent') return { tone: 'idle', word: row.kind === 'waste' ? 'decaying' : 'state_spent' };
  if (lost) return { tone: 'crit', word: 'covered', params: covered };
  if (row.state === 'waiting_release' || row.state === 'untested') return { tone: 'warn', word: `state_${row.state}` };
  if (row.elutions) return { tone: 'ok', word: 'as_daughter' };
  if (row.slack_minutes !== null && row.slack_minutes !== undefined && row.slack_minutes < thinMinutes) return { tone: 'warn', word: 'slack', params: { n: Math.floor(row.slack_minutes) } };
  if (total) return { tone: 'ok', word: 'covered', params: covered };
  return { tone: row.state === 'available' ? 'ok' : 'info', word: `state_${row.state}` };
}

export type Filter = 'all' | 'margin' | 'transit' | 'here' | 'waste';

export function passes(row: BoardRow, filter: Filter, org: string | undefined, site: string | undefined): boolean {
  if (filter === 'margin') return lookOf(row) === 'thin' || row.coverage.some((c) => !c.covered);
  if (filter === 'transit') return row.state === 'in_transit' || !!row.eta;
  if (filter === 'here') return site ? row.site === site : (row as { org?: string }).org === org;
  if (filter === 'waste') return row.kind === 'waste' || ['spent', 'expired'].includes(row.state);
  return true;
}
