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
  | { kind: 'down'; line?: string; vehicle?: string; from: string; to: string }
  | { kind: 'shut'; post: string; from: string; to: string }
  | { kind: 'cancel'; order: string };
export interface Option { title: string; cost_eur?: number; patients?: number; changes?: Change[]; solve?: string }
export interface WhatIf {
  first: string; lost: { order: string; patient?: string; why?: Why | string }[]; gained?: { order: string; patient?: string }[]; moved?: { order: string; patient?: string; minutes: number }[];
  cost_change_eur?: number; activity_change_bq?: number; options: Option[]; day: Day;
}
