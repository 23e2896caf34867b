export type DutyState = 'met' | 'running' | 'due' | 'overdue' | 'unproven' | 'none';

export interface Cell { state: DutyState; count?: number; in_state?: number; next_due?: string | null; text?: string }

export interface Duty {
  duty: string;
  title: string;
  text?: string;
  citation?: string;
  agency?: string;
  state: DutyState;
  started_at?: string | null;
  due_at?: string | null;
  elapsed_share?: number | null;
  proof?: { event: string; at: string } | null;
  holder?: string;
  subject?: string;
  kind?: string;
}

export interface MatrixView {
  day: string;
  totals: { obligations: number; met: number; running: number; due_7d: number; overdue: number; unproven: number };
  stages: { id: string; title: string }[];
  rows: { jurisdiction: string; agency: string; agency_name: string; agency_name_local?: string; cells: Record<string, Cell> }[];
  clocks: Duty[];
}

export interface CellView {
  duties: Duty[];
  evidence: { event: string; type: string; at: string; hash: string; text?: string; signatures?: (string | { person?: string; id?: string; meaning?: string })[] }[];
  withheld?: number;
}

export const toneOf = (s: DutyState) =>
  ({ met: 'ok', running: 'info', due: 'warn', overdue: 'crit', unproven: 'unproven', none: 'idle' } as const)[s] ?? 'idle';

export const ringTone = (s: DutyState) => (({ met: 'ok', running: 'info', due: 'warn', overdue: 'crit', unproven: 'idle', none: 'idle' }) as const)[s] ?? 'idle';
