import { describe, expect, it } from 'vitest';
import { axis, inDecades } from './scale';

describe('axes', () => {
  const short = (v: number) => String(v);
  it('a linear axis begins and ends on round values and holds all of the curve', () => {
    const a = axis([0, 3.2, 9.7], false, 0, 100, 5, short, true);
    expect(a.ticks.map((t) => t.v)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(a.at(5)).toBe(50);
  });
  it('a horizontal axis ends where the curve ends', () => {
    const a = axis([0, 55], false, 0, 110, 5, short, false);
    expect(a.at(55)).toBe(110);
    expect(a.ticks.at(-1)!.v).toBe(40);
  });
  it('a logarithmic axis names decades and leaves out what has no logarithm', () => {
    const a = axis([0, 1, 1e6], true, 0, 60, 8, short, true);
    expect(a.ticks.map((t) => t.label)).toEqual(['1', '10', '100', '1000', '10000', '100000', '10⁶']);
    expect(a.at(0)).toBeNull();
    expect(a.at(1e3)).toBeCloseTo(30, 9);
  });
  it('points in one ratio want decades, and a horizontal axis of decades ends where they end', () => {
    expect(inDecades([0.05, 0.5, 5])).toBe(true);
    expect(inDecades([1, 2, 3, 40])).toBe(false);
    expect(inDecades([0, 1, 20])).toBe(false);
    const a = axis([0.05, 0.5, 5], true, 0, 100, 5, short, false);
    expect(a.at(0.5)).toBeCloseTo(50, 9);
    expect(a.ticks.map((t) => t.label)).toEqual(['0.05', '0.1', '0.2', '0.5', '1', '2', '5']);
  });
  it('one value, or none, is still an axis', () => {
    for (const log of [false, true]) for (const v of [[], [0], [7]]) expect(axis(v, log, 0, 10, 5, short, true).ticks.length).toBeGreaterThan(1);
  });
});
