export interface EntryRow {
  seq: number; id: string; site: string; site_name?: string; position?: number; stream?: string; type: string; at: string; zone?: string; actor?: string; actor_name?: string | null;
  text: string; reason?: string | null; signatures?: unknown; hash: string; prev_hash?: string;
}
export interface Head { site: string; site_name?: string; position?: number; hash: string; at?: string; entries?: number; verified?: boolean }
export interface AuditView { entries: EntryRow[]; heads?: Head[] }
export interface Signed { person?: string; name?: string | null; by?: string; meaning?: string; at?: string; id?: string; hash?: string; digest?: string }
export interface EntryWhole extends EntryRow { payload?: unknown; movements?: unknown[]; command?: string; command_id?: string; recorded_at?: string; occurred_at?: string; device?: string; node?: string; node_signature?: string }

export const signaturesOf = (e: { signatures?: unknown }): Signed[] => (Array.isArray(e.signatures) ? (e.signatures as Signed[]) : []);
export const countSigned = (e: { signatures?: unknown }) => (typeof e.signatures === 'number' ? e.signatures : signaturesOf(e).length);

// Shown as label and value; what is nested is shown as it is written in the record.
export const flat = (value: unknown): [string, string][] =>
  value && typeof value === 'object' ? Object.entries(value).map(([k, v]) => [k, v !== null && typeof v === 'object' ? JSON.stringify(v) : String(v ?? '–')]) : [];
