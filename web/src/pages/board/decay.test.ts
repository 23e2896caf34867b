import { describe, expect, it } from 'vitest';
import type { BoardRow } from './board-types';
import { activityAt, chainActivity, decayed, ifLate, marginMinutes, moment, parentAt, reaches, type Member } from './decay';

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

  it('instants count to the microsecond, and what is below 1e-300 Bq is nothing', () => {
    expect(moment('2025-12-17T00:00:00.000250Z') - t0).toBeCloseTo(0.25, 3);
    expect(moment('2025-12-17T08:00:00.5+08:00') - t0).toBe(500);
    expect(decayed(1, t0, t0 + 1000e3, 1)).toBe(0);
  });

  it('an activity reaches a limit after T log2 of their ratio', () => {
    expect(reaches(4.4e9, t0, 1.1e9, 6586.2) - t0).toBeCloseTo(2 * 6586.2e3, 3);
    expect(reaches(4.4e9, t0, 8.8e9, 6586.2) - t0).toBeCloseTo(-6586.2e3, 3);
    expect(reaches(4.4e9, t0, 1, 0)).toBe(Infinity);
  });

  const pair = (parent_bq: number, daughter_bq: number): Member[] => [
    { nuclide: 'P', half_life_s: 237384, activity_bq: parent_bq, feeds: [{ nuclide: 'D', fraction: 0.876 }] }, { nuclide: 'D', half_life_s: 21624, activity_bq: daughter_bq, feeds: [] },
  ];

  it('a fed nuclide counts on with what grows in, and back to what it was', () => {
    // D(t) = D0 2^(-t/T) + P0 b l/(l - m) (2^(-t/S) - 2^(-t/T)) with l = ln2/T, m = ln2/S
    const grown = 0.876 * 1e5 * (237384 / (237384 - 21624)) * (2 ** (-7200 / 237384) - 2 ** (-7200 / 21624));
    const told = chainActivity(pair(1e5, 1e9), 'D', 7200);
    expect(told / (1e9 * 2 ** (-7200 / 21624) + grown)).toBeCloseTo(1, 13);
    expect(activityAt(vial({ nuclide: 'D', half_life_s: 21624, activity_bq: 1e9, chain: pair(1e5, 1e9) }), t0 + 7200e3)).toBe(told);
    expect(chainActivity(pair(1e5 * 2 ** (-7200 / 237384), told), 'D', -7200) / 1e9).toBeCloseTo(1, 12);
  });

  it('backwards a member too short-lived to remember had followed its parent', () => {
    const chain: Member[] = [
      { nuclide: 'P', half_life_s: 857001.6, activity_bq: 1e6, feeds: [{ nuclide: 'I', fraction: 1 }] }, { nuclide: 'I', half_life_s: 0.0323, activity_bq: 1e6, feeds: [{ nuclide: 'D', fraction: 0.5 }] },
      { nuclide: 'D', half_life_s: 2735.4, activity_bq: 5e5, feeds: [] },
    ];
    expect(chainActivity(chain, 'I', -7200) / (1e6 * 2 ** (7200 / 857001.6))).toBeCloseTo(1, 6);
    expect(chainActivity(chain, 'D', -7200)).toBeGreaterThan(4.9e5);
  });

  const generator = (daughter_bq: number, at: number, done: { eluate: string; at: string; activity_bq: number }[]) => vial({
    kind: 'generator', at: iso(at), elutions: {
      parent: 'Mo-99', daughter: 'Tc-99m', daughter_bq, daughter_half_life_s: 21624, efficiency_fraction: 0.9, done, chain: [
        { nuclide: 'Mo-99', half_life_s: 237384, activity_bq: 10e9 * 2 ** (-(at * 60) / 237384), feeds: [{ nuclide: 'Tc-99m', fraction: 0.876 }] },
        { nuclide: 'Tc-99m', half_life_s: 21624, activity_bq: daughter_bq, feeds: [] },
      ],
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
    expect(parentAt(row, t0) / 10e9).toBeCloseTo(1, 12);
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
