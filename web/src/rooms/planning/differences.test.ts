import { expect, it } from 'vitest';
import { differences } from './differences';
import type { Day, PlannedOrder, Run } from './plan-types';

const order = (name: string, served: boolean, arrives?: string): PlannedOrder => ({ order: name, patient: name, product: 'FDG', inject_at: '', activity_bq: 1, served, arrives });
const day = (cost: number, made: number, orders: PlannedOrder[]): Day => ({
  plan: 'x', day: '', zone: 'UTC', state: 'draft', grid_minutes: 5, cost: { total: cost }, lanes: [], bars: [], trips: [], orders, runs: [{ makes_bq: made } as Run],
});

it('tells two plans apart in patients, minutes, activity and money', () => {
  const here = day(900, 5e9, [order('a', true, '2025-12-17T09:00:00Z'), order('b', true, '2025-12-17T09:00:00Z'), order('c', false)]);
  const there = day(1000, 4e9, [order('a', true, '2025-12-17T09:12:00Z'), order('b', false), order('c', true), order('d', true)]);
  expect(differences(here, there)).toEqual({ gained: ['b'], lost: ['c', 'd'], moved: [{ who: 'a', minutes: -12 }], made: 1e9, cost: -100 });
});
