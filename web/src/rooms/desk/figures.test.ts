import { describe, expect, it } from 'vitest';
import { scaled } from './figures';

describe('activity in the unit of the reader', () => {
  it('keeps the unit where it fits', () => {
    expect(scaled(6.162e9, 'MBq')).toEqual([6162, 'MBq']);
    expect(scaled(6.162e9, 'GBq')).toEqual([6.162, 'GBq']);
    expect(scaled(37e6, 'mCi')).toEqual([1, 'mCi']);
  });
  it('changes the prefix rather than showing 0.000', () => {
    expect(scaled(967e6, 'GBq')).toEqual([967, 'MBq']);
    expect(scaled(309e3, 'GBq')).toEqual([309, 'kBq']);
    expect(scaled(12, 'MBq')).toEqual([12, 'Bq']);
  });
});
