import type { Category } from './CategoryLabel';

export interface Consignment {
  consignment: string;
  lane: string;
  direction: string;
  from: { site: string; name?: string; zone?: string };
  to: { site: string; name?: string; zone?: string };
  carrier?: string;
  vehicle?: string;
  driver?: string;
  state: string;
  packages: {
    item: string; un_number?: string | number; proper_shipping_name?: string; category?: Category; ti?: number; surface_usv_h?: number;
    contents: { item: string; label?: string; nuclide: string; activity_bq: number }[];
  }[];
  ti_total?: number;
  papers: {
    paper: string; title: string; issuer: string; number?: string | null; issued_at?: string | null; valid_until?: string | null;
    latest_at?: string | null; lead_time?: string; lead_time_minutes?: number | null; state: 'missing' | 'on_file' | 'expired';
  }[];
  legs: { place: string; name?: string; planned_at?: string | null; eta?: string | null; actual_at?: string | null; kind?: string; zone?: string }[];
  windows: {
    post: string; direction: string; opens_at: string; closes_at: string; extended_until?: string | null; slack_minutes?: number | null;
    state: 'ahead' | 'open' | 'closed' | 'cleared'; zone?: string;
  }[];
  custody: { from: string; to: string; at: string; by?: string; event?: string }[];
  eta?: string | null;
  delay_minutes?: number;
  doses_lost_per_minute?: number | null;
  record?: { at: string; text: string; by?: string; seq?: number }[];
}

export const stateTone: Record<string, 'ok' | 'info' | 'warn' | 'crit' | 'idle'> = {
  booked: 'idle', packed: 'info', papers_complete: 'info', handed_over: 'info', in_transit: 'info', at_border: 'warn', export_cleared: 'info',
  import_cleared: 'info', delivered: 'ok', received: 'ok', refused: 'crit',
};
