// What the slots room answers; instants are ISO, activities Bq at `reference_at`.
export interface SlotOrder {
  order: string; patient: string; product: string; product_name: string; nuclide: string; state: string; activity_bq: number; tolerance_percent: number;
  inject_at: string; from: string; until: string; uptake_min: number; scan_min: number; in_room_min: number; begun: boolean;
}
export interface SlotPlace { id: string; name: string; opens: string; closes: string; shut: { from: string; until: string }[] }
export interface SlotVial { vial: string; state: 'in_stock' | 'expected' | 'promised'; product: string; product_name: string; activity_bq: number; volume_ml: number | null; from: string; until: string; source: string }
export interface OneSlot {
  order: string; inject_at: string; leaves_room_at: string; room: string; person: string; camera: string | null; scan_at: string | null; scan_ends_at: string | null;
  vial: string | null; need_bq: number | null; given_bq: number | null;
}
export interface Left { order: string; code: string; text: string; remedy: string }
export interface TimetableOf { slots: OneSlot[]; left_out: Left[]; served: number; need_bq: number; short_bq: number; waiting_min: number; proven?: boolean }
export interface Wait { order: string; possible: boolean; could_min: number; price_bq: number | null }
export interface SlotDay {
  day: string; site: string; zone: string; midnight: string; now: string; reference_at: string; orders: SlotOrder[]; rooms: SlotPlace[]; people: SlotPlace[]; cameras: SlotPlace[];
  vials: SlotVial[]; inputs: { what: string; of: string; value: unknown; unit: string; source: string }[]; booked: TimetableOf; proposed: TimetableOf; stranded: string[];
  saves_bq: number | null; wait_min: number; waits: Wait[];
}
export type SlotChange =
  | { kind: 'late'; vial: string; minutes: number } | { kind: 'late'; order: string; minutes: number }
  | { kind: 'weak'; vial: string; percent: number } | { kind: 'down'; place: string; from: string; until: string };
