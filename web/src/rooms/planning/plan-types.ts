// A planned day as `planning/days/{plan}` tells it. Instants are ISO texts, activities Bq.
export interface Span { from: string; to: string }
export interface Lane { id: string; group: string; zone?: string; kind: string; label: string; open: Span[] }
export interface Bar {
  product?: string; // of a run's bars, set here from its run
  id: string; lane: string; kind: string; label: string; starts: string; ends: string; slack_minutes: number | null; binds?: string | null;
  state: 'planned' | 'now' | 'done' | 'late'; actual?: { starts: string | null; ends: string | null } | null; needs: string[]; run?: string | null; trip?: string | null; orders: string[]; movable: boolean;
}
export interface Why { code: string; text: string; remedy?: string }
export interface PlannedOrder {
  order: string; patient?: string; product: string; product_name?: string; hospital?: string; inject_at: string; inject_at_local?: string; activity_bq: number; state?: string;
  served: boolean; run?: string | null; trip?: string | null; arrives?: string | null; slack_minutes?: number | null; late_minutes?: number | null; why?: Why | null;
}
export interface Run {
  run: string; line: string; product: string; starts: string; ends: string; beam_minutes?: number; makes_bq: number; used_bq: number; at: string; shares: { order: string; bq: number }[]; chance?: number;
}
export interface Trip { trip: string; vehicle: string; departs: string; stops: { site: string; arrives: string; orders: string[] }[] }
export interface Day {
  plan: string; day: string; zone: string; state: string; name?: string; now?: string; grid_minutes: number; seed?: number; moves?: number;
  cost: Record<string, number>; bound?: number; gap?: number; weights?: Record<string, unknown>;
  lanes: Lane[]; bars: Bar[]; orders: PlannedOrder[]; runs: Run[]; trips: Trip[];
}
export interface DayHead { plan: string; day: string; zone?: string; name?: string; state: string; made_at?: string; patients: number; served: number; cost_eur?: number; gap?: number }

export type Change =
  | { kind: 'move'; bar: string; starts: string }
  | { kind: 'delay'; trip?: string; run?: string; minutes: number }
  | { kind: 'yield'; run: string; factor: number }
  | { kind: 'down'; line?: string; vehicle?: string; place?: string; from: string; to: string }
  | { kind: 'shut' | 'open'; post: string; from: string; to: string }
  | { kind: 'cancel'; order: string };
export interface Option { title: string; cost_eur?: number; patients?: number; changes?: Change[]; solve?: string }
export interface WhatIf {
  first: string; lost: { order: string; patient?: string; why?: Why | string }[]; gained?: { order: string; patient?: string }[]; moved?: { order: string; patient?: string; minutes: number }[];
  cost_change_eur?: number; activity_change_bq?: number; options: Option[]; day: Day;
}

/** What a plan does otherwise than another one of its day, from that one to this. */
export interface Against {
  plan: string; patients: number; minutes: number; made_bq: number; lost_bq: number; cost: Record<string, number>;
  orders: { order: string; was_served: boolean; is_served: boolean; minutes: number }[];
}
export interface RiskAnswer {
  plan: string; days: number; patients: number; patients_error: number; cost_eur: number; cost_p90_eur: number; late_p90_minutes: number;
  orders: { order: string; patient?: string; product_name: string; inject_at: string; chance: number; on_time: number; late_p90_minutes: number }[];
  spares: { run: string; site: string; line: string; starts: string; beam_minutes: number; price_eur: number; patients: number; eur_per_patient: number }[];
}
export interface CapacityRow {
  code: string; of: string; year: number; patients: number; served: number; money_eur: number; eur_per_patient: number | null; made_bq: number; more_patients: number; more_eur: number;
}
export interface CapacityAnswer { plan: string; rows: CapacityRow[] }
export interface RecordAnswer { plan: string; now: string; rows: { change: Change; code: string; text: string }[] }
export interface PastStage { stage: string; count: number; mean_minutes: number; p90_minutes: number; earliest_minutes: number; latest_minutes: number }
/** Triangles of least, likely and most, times what is planned; `seen` null where there are too few. */
export interface PastSpread { what: string; count: number; mean: number | null; assumed: number[]; seen: number[] | null }
export interface PastAnswer {
  plans: { plan: string; day: string; name: string; planned: number; injected: number }[]; stages: PastStage[]; spreads: PastSpread[]; enough: number; batches: number; rejected: number;
}
