import { describe, expect, it } from 'vitest';
import type { BoardRow } from './board-types';
import { activityAt, decayed, ifLate, marginMinutes } from './decay';

const t0 = Date.parse('2025-12-17T00:00:00Z');
const iso = (minutes: number) => new Date(t0 + minutes * 60_000).toISOString();
const vial = (part: Partial<BoardRow> = {}): BoardRow => ({
  item: 'V', kind: 'vial', half_life_s: 6586.2, activity_bq: 4.4e9, at: iso(0), state: 'available', coverage: [], ...part,
});

describe('decay on the page', () => {
  it('halves with every half-life, forwards and backwards', () => {
    expect(activityAt(vial(), t0 + 6586.2e3)).toBeCloseTo(2.2e9, 0);
    expect(activityAt(vial(), t0 - 6586.2e3) / 8.8e9).toBeCloseTo(1, 12);
    expect(decayed(5, t0, t0 + 1e6, 0)).toBe(5);
  });

  const generator = (daughter_bq: number, at: number, done: { eluate: string; at: string; activity_bq: number }[]) => vial({
    kind: 'generator', at: iso(at), elutions: {
      parent: 'Mo-99', parent_bq: 10e9 * 2 ** (-(at * 60) / 237384), parent_half_life_s: 237384, daughter: 'Tc-99m', daughter_bq, daughter_half_life_s: 21624,
      branching_fraction: 0.876, efficiency_fraction: 0.9, done,
    },
  });

  it('a generator grows towards transient equilibrium', () => {
    const late = activityAt(generator(0, 0, []), t0 + 5 * 86400e3);
    const parent = 10e9 * 2 ** (-5 * 86400 / 237384);
    expect(late / (parent * 0.876 * (237384 / (237384 - 21624)))).toBeCloseTo(1, 4);
  });

  it('an elution is a tooth: what it took is there just before and gone just after', () => {
    const before = activityAt(generator(0, 0, []), t0 + 120 * 60_000);
    const kept = before * 0.1;
    const after = activityAt({ ...generator(kept, 120, []) }, t0 + 180 * 60_000);
    const row = generator(after, 180, [{ eluate: 'E', at: iso(120), activity_bq: before - kept }]);
    expect(activityAt(row, t0 + 120 * 60_000 + 1) / kept).toBeCloseTo(1, 4);
    expect(activityAt(row, t0 + 120 * 60_000 - 1) / before).toBeCloseTo(1, 4);
    expect(activityAt(row, t0 + 60 * 60_000) / activityAt(generator(0, 0, []), t0 + 60 * 60_000)).toBeCloseTo(1, 4);
  });
});

describe('what if everything is late', () => {
  const coverage = [60, 80].map((m, i) => ({ order: `O${i}`, inject_at: iso(m), needed_bq: 1e9, covered: true }));
  const shares = (d: number) => [60, 80].reduce((sum, m) => sum + 1e9 * 2 ** (((m + d) * 60) / 6586.2), 0);

  it('the last patient is lost as soon as the shares no longer fit', () => {
    const row = vial({ coverage });
    const margin = marginMinutes(row, t0)!;
    expect(shares(margin)).toBeLessThanOrEqual(4.4e9);
    expect(shares(margin + 1)).toBeGreaterThan(4.4e9);
    expect(ifLate(row, margin + 1, t0)).toMatchObject({ count: 1, firstLost: 1 });
  });

  it('expiry ends it however much is left', () => {
    expect(ifLate(vial({ activity_bq: 1e12, coverage, usable_until: iso(85) }), 10, t0)).toMatchObject({ count: 1 });
    expect(marginMinutes(vial(), t0)).toBeNull();
  });
});
