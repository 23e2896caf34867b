import { describe, expect, it } from 'vitest';
import { shownUnit } from '../desk/Fields';
import { plainText, written } from '../desk/written';
import type { Units } from './physics-types';
import { preferredUnit, readableUnit } from './quantities';

const units: Units = {
  activity: [{ unit: 'Bq', inside: 1, readable: true }, { unit: 'kBq', inside: 1e3, readable: true }, { unit: 'MBq', inside: 1e6, readable: true }, { unit: 'GBq', inside: 1e9, readable: true }, { unit: 'mCi', inside: 37e6, readable: false }],
  time: [{ unit: 's', inside: 1, readable: true }, { unit: 'min', inside: 60, readable: true }, { unit: 'h', inside: 3600, readable: true }, { unit: 'd', inside: 86400, readable: true }],
};
const d = {
  number: (v: number, n?: number) => (n === undefined ? String(v) : v.toFixed(n)),
  digits: (v: number, n: number) => v.toPrecision(n),
  upTo: (v: number, n: number) => String(Number(v.toPrecision(n))),
};
const text = (v: number, u?: number) => plainText(written(v, u, d));

describe('units that read well', () => {
  it('keep the largest value at 1 or more', () => {
    expect(readableUnit(units, 'activity', [4.4e9]).unit).toBe('GBq');
    expect(readableUnit(units, 'activity', [1, 9.99e8]).unit).toBe('MBq');
    expect(readableUnit(units, 'activity', [0]).unit).toBe('Bq');
    expect(readableUnit(units, 'activity', [0.002]).unit).toBe('Bq');
    expect(readableUnit(units, 'number', [5]).unit).toBe('');
  });
  it('follow the unit the reader chose for activities', () => {
    expect(preferredUnit(units, 'activity', 'MBq', [4.4e9])?.unit).toBe('MBq');
    expect(preferredUnit(units, 'activity', 'mCi', [4.4e9])?.unit).toBe('mCi');
    expect(preferredUnit(units, 'activity', 'GBq', [3e5])?.unit).toBe('kBq');
    expect(preferredUnit(units, 'time', 'MBq', [3e5])).toBeUndefined();
  });
  it('say half-lives as the trade does', () => {
    expect([6584, 21624, 237355, 692902].map((s) => readableUnit(units, 'time', [s]).unit)).toEqual(['min', 'h', 'h', 'd']);
  });
  it('micro and squares are written as such', () => {
    expect(['uSv/h', 'uCi', 'GBq/uA', 'Bq/cm2', 'uSv m2/MBq/h', 'us', 'min'].map(shownUnit)).toEqual(['µSv/h', 'µCi', 'GBq/µA', 'Bq/cm²', 'µSv m²/MBq/h', 'µs', 'min']);
  });
});

describe('a value and its expanded uncertainty', () => {
  it('U = 2u in two digits, the value to the same place', () => {
    expect(text(4.40231, 0.0111)).toBe('4.402 ± 0.022');
    expect(text(185.03, 4.1)).toBe('185.0 ± 8.2');
    expect(text(12345, 312)).toBe('12350 ± 620');
    expect(text(0.5, 0.0499)).toBe('0.50 ± 0.10');
  });
  it('large and small numbers share one power of ten', () => {
    expect(text(1.23456e18, 4e15)).toBe('(1.2346 ± 0.0080) × 10¹⁸');
    expect(text(4.2e-9)).toBe('4.2 × 10⁻⁹');
  });
  it('without an uncertainty five digits, and nothing is nothing', () => {
    expect(text(440.2580123)).toBe('440.26');
    expect(text(0)).toBe('0');
    expect(text(3, 0)).toBe('3');
    expect(plainText(written(3, undefined, d, 4, true))).toBe('3.000');
  });
});
