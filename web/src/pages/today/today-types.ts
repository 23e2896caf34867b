import type { Tone } from '../../rooms/desk/pieces';

export interface TodayTask { id: string; kind: string; text: string; due_at?: string | null; link?: string | null; role?: string; urgency?: string; zone?: string | null }
export interface Signal {
  id: string; group?: string; tier?: number; code?: string; text: string; action?: string; link?: string | null; since?: string; patients?: number | null; reaches_patient_in_minutes?: number | null;
}
export interface TodayView { tasks?: TodayTask[]; signals?: Signal[]; changed?: { seq: number; at: string; text: string; zone?: string | null }[] }

// What runs out first stands first; work without a clock comes after everything that has one.
export const byTimeLeft = (tasks: readonly TodayTask[]) =>
  [...tasks].sort((a, b) => (a.due_at ? Date.parse(a.due_at) : Infinity) - (b.due_at ? Date.parse(b.due_at) : Infinity) || a.text.localeCompare(b.text));

// A quarter of an hour is when a task begins to press; past its time it is overdue whatever the server's last word was.
export function toneOfTask(task: TodayTask, left_s: number | null): Tone {
  if (task.urgency === 'overdue' || (left_s !== null && left_s < 0)) return 'crit';
  if (left_s !== null && left_s < 900) return 'warn';
  return left_s === null ? 'idle' : 'info';
}
