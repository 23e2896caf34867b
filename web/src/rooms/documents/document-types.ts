export interface Document {
  sha256: string; about: string; title: string; media_type: string; retention: string; bytes: number; keep_until: string; at: string; by: string; site: string;
  state: string; days_left: number; may_go: boolean; removed_at?: string; removed_by?: string;
}
export interface RetentionClass { name: string; years: number; clause: string }
export interface DocumentsView { documents: Document[]; classes: RetentionClass[] }
