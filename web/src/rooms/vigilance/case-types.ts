export interface VigilanceClock { duty?: string; title?: string; agency?: string; citation?: string; due_at: string; started_at?: string; state: string; elapsed_share?: number; met_at?: string | null }

export interface CaseView {
  case: string;
  dose?: string;
  patient?: string;
  product?: string;
  seriousness: string;
  text?: string;
  known_at: string;
  state?: string;
  by?: string;
  clocks?: VigilanceClock[];
}

export interface RecallCase {
  recall: string;
  item: string;
  reason: string;
  drill: boolean;
  state: string;
  proposed?: { by: string; at: string } | null;
  confirmed?: { by: string; at: string } | null;
  started_at?: string;
  acknowledgements?: { site: string; name?: string; at?: string | null; by?: string; state?: string }[];
  sites?: { site: string; name?: string; acknowledged_at?: string | null; by?: string }[];
  minutes_to_stop?: number | null;
  closed?: { by: string; at: string } | null;
}

// A site that has not answered is as much a fact as one that has.
export const answers = (r: RecallCase) =>
  r.acknowledgements?.map((a) => ({ site: a.site, name: a.name ?? a.site, at: a.at ?? null, by: a.by }))
  ?? r.sites?.map((s) => ({ site: s.site, name: s.name ?? s.site, at: s.acknowledged_at ?? null, by: s.by })) ?? [];
