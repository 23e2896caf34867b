import { describe, expect, it } from 'vitest';
import { zoneOf } from './LimitsBar';

describe('zone of a reading', () => {
  const limits = { lower: 50, alert_lower: 60, upper: null, alert_upper: null };
  it('knows in, alert and action', () => {
    expect([65, 60, 59.1, 50, 49.9].map((v) => zoneOf(v, limits))).toEqual(['in', 'in', 'alert', 'alert', 'action']);
  });
  it('says unknown without a number', () => {
    expect([null, undefined, NaN].map((v) => zoneOf(v, limits))).toEqual(['unknown', 'unknown', 'unknown']);
  });
});
