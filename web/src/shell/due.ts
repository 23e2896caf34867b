import { navPages } from './pages';

export interface Due { count: number; urgency: 'due' | 'overdue' }
export interface Task { id: string; kind: string; text: string; due_at?: string | null; link?: string | null; role?: string; urgency?: string }

export const pathOf = (link: string | null | undefined) =>
  navPages.filter((p) => p.path !== '/' && link?.startsWith(p.path)).sort((a, b) => b.path.length - a.path.length)[0]?.path ?? (link?.startsWith('/recall') ? '/lineage' : '/');

// A badge counts only what waits for this person, at the page where it is done; "today" counts all of it.
export function countDue(tasks: readonly Task[]): Record<string, Due> {
  const out: Record<string, Due> = {};
  for (const task of tasks) {
    for (const path of new Set(['/', pathOf(task.link)])) {
      const so = out[path] ?? { count: 0, urgency: 'due' };
      out[path] = { count: so.count + 1, urgency: task.urgency === 'overdue' ? 'overdue' : so.urgency };
    }
  }
  return out;
}
