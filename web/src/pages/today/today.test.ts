import { expect, it } from 'vitest';
import { countDue } from '../../shell/due';
import { byTimeLeft, toneOfTask, type TodayTask } from './today-types';

const task = (id: string, due_at: string | null, link = '/', urgency = 'normal'): TodayTask => ({ id, kind: 'k', text: id, due_at, link, urgency });

it('tasks stand in the order in which they run out, those without a clock last', () => {
  const rows = byTimeLeft([task('none', null), task('late', '2025-12-17T02:00:00Z'), task('soon', '2025-12-17T01:00:00Z')]);
  expect(rows.map((r) => r.id)).toEqual(['soon', 'late', 'none']);
});

it('a task presses within a quarter of an hour and is overdue past its time', () => {
  expect(toneOfTask(task('a', 'x'), 1000)).toBe('info');
  expect(toneOfTask(task('a', 'x'), 899)).toBe('warn');
  expect(toneOfTask(task('a', 'x'), -1)).toBe('crit');
  expect(toneOfTask(task('a', null), null)).toBe('idle');
});

it('badges count at the page where the work is done, and all of it at today', () => {
  const due = countDue([task('a', null, '/doses/ORD-01'), task('b', null, '/production/FDG', 'overdue'), task('c', null, '/recall?item=x')]);
  expect(due['/']).toEqual({ count: 3, urgency: 'overdue' });
  expect(due['/doses']).toEqual({ count: 1, urgency: 'due' });
  expect(due['/production'].urgency).toBe('overdue');
  expect(due['/lineage'].count).toBe(1);
});
