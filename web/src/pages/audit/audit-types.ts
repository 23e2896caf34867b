export interface Amendment {
  id: string; seq: number; at: string; by: string; name?: string; reason: string; state: 'in_force' | 'proposed'; matches?: boolean; proposed_by?: string; proposed_name?: string;
  changes: { field: string; old: unknown; new: unknown; derived?: boolean }[];
}
export interface Amendable {
  fields: { name: string; member: string; value: unknown; schema?: { type?: string; enum?: string[]; 'x-units'?: string[]; 'x-kind'?: string } }[]; may: boolean; second_person: boolean;
}
export interface EntryRow {
  seq: number; id: string; site: string; site_name?: string; position?: number; stream?: string; type: string; at: string; entered_at?: string; zone?: string; actor?: string; actor_name?: string | null;
  text: string; reason?: string | null; signatures?: unknown; hash: string; prev_hash?: string; amendments?: Amendment[];
}
export interface Head { site: string; site_name?: string; position?: number; hash: string; at?: string; entries?: number; verified?: boolean }
export interface AuditView { entries: EntryRow[]; heads?: Head[] }
export interface Signed { person?: string; name?: string | null; by?: string; meaning?: string; at?: string; state?: 'holds' | 'broken'; id?: string; hash?: string; digest?: string }
export interface EntryWhole extends EntryRow { values?: unknown; amendable?: Amendable | null; intact?: boolean; payload?: unknown; movements?: unknown[]; command?: string; command_id?: string; recorded_at?: string; occurred_at?: string; device?: string; node?: string; node_signature?: string }

export const signaturesOf = (e: { signatures?: unknown }): Signed[] => (Array.isArray(e.signatures) ? (e.signatures as Signed[]) : []);
export const countSigned = (e: { signatures?: unknown }) => (typeof e.signatures === 'number' ? e.signatures : signaturesOf(e).length);

export const isBroken = (e: { signatures?: unknown }) => signaturesOf(e).some((s) => s.state === 'broken');
export const inForce = (e: EntryRow) => (e.amendments ?? []).filter((a) => a.state === 'in_force');

export const written = (v: unknown): string => (v !== null && typeof v === 'object' ? JSON.stringify(v) : String(v ?? '–'));

// Shown as label and value; what is nested is shown as it is written in the record.
export const flat = (value: unknown): [string, string][] =>
  value && typeof value === 'object' ? Object.entries(value).map(([k, v]) => [k, written(v)]) : [];
