import { describe, expect, it } from 'vitest';
import type { Calculation } from './physics-types';
import { addressOf, bodyOf, entriesOf, joinInstant, joinQuantity, questionOf, shownIn, splitInstant, splitQuantity } from './question';

const calculation: Calculation = {
  name: 'vial', title: 'Vial', words: { activity: 'Activity' }, positional: [], examples: [],
  fields: { required: ['activity'], properties: {
    note: { type: 'string' }, activity: { type: 'string', 'x-kind': 'activity', 'x-units': ['MBq', 'uCi'] }, at: { type: 'string', 'x-kind': 'instant' },
    draws: { type: 'array', items: { type: 'string' } }, rows: { type: 'integer' }, drill: { type: 'boolean' }, way: { type: 'string', enum: ['a', 'b'] }, nuclide: { type: 'string' },
  } },
};

describe('a question', () => {
  it('puts what must be filled first and knows how each field is entered', () => {
    const entries = entriesOf(calculation);
    expect(entries.map((e) => [e.name, e.as])).toEqual([['activity', 'quantity'], ['note', 'text'], ['at', 'instant'], ['draws', 'list'], ['rows', 'number'], ['drill', 'flag'], ['way', 'choice'], ['nuclide', 'nuclide']]);
    expect(entries[0].word).toBe('Activity');
  });

  it('sends what was filled, each in its type, and what is no number as typed', () => {
    const q = { activity: '4.40 GBq', draws: '100 MBq at 09:00\n\n 50 MBq ', rows: '12', drill: 'true', note: ' ' };
    expect(bodyOf(entriesOf(calculation), q)).toEqual({ activity: '4.40 GBq', draws: ['100 MBq at 09:00', '50 MBq'], rows: 12, drill: true });
    expect(bodyOf(entriesOf(calculation), { rows: 'twelve' })).toEqual({ rows: 'twelve' });
    expect(bodyOf(entriesOf(calculation), { rows: '1,5' })).toEqual({ rows: 1.5 });
  });

  it('is the same again from its own example and its own address', () => {
    const q = questionOf({ activity: '1 MBq', draws: ['a', 'b'], rows: 3, drill: true });
    expect(q).toEqual({ activity: '1 MBq', draws: 'a\nb', rows: '3', drill: 'true' });
    const address = addressOf('/physics/vial', { ...q, empty: '' }, { activity: 'uCi', half_life: 'h' });
    const search = new URLSearchParams(address.split('?')[1]);
    const { show: _, ...again } = Object.fromEntries(search);
    expect(again).toEqual(q);
    expect(shownIn(search)).toEqual({ activity: 'uCi', half_life: 'h' });
  });
});

describe('quantities and instants as they are typed', () => {
  const units = ['Bq', 'MBq', 'uCi'];
  it('a known unit is taken off the number, an unknown one stays to be refused', () => {
    expect(splitQuantity('4,40 MBq', units)).toEqual(['4,40', 'MBq']);
    expect(splitQuantity('3 µCi', units)).toEqual(['3', 'uCi']);
    expect(splitQuantity('1e3', units)).toEqual(['1e3', '']);
    expect(splitQuantity('4 mbq', units)).toEqual(['4 mbq', '']);
    expect(splitQuantity('', units)).toEqual(['', '']);
  });
  it('the number gets the picked unit, unless it brings its own', () => {
    expect(joinQuantity('4.4', 'MBq', units)).toBe('4.4 MBq');
    expect(joinQuantity('4.4 uCi', 'MBq', units)).toBe('4.4 uCi');
    expect(joinQuantity('4 mbq', 'MBq', units)).toBe('4 mbq');
    expect(joinQuantity(' ', 'MBq', units)).toBe('');
  });
  it('an instant is wall time and zone or offset', () => {
    expect(splitInstant('2025-12-17T09:00:00[Asia/Macau]')).toEqual({ wall: '2025-12-17T09:00:00', zone: 'Asia/Macau' });
    expect(splitInstant('2025-12-17 09:00+08:00')).toEqual({ wall: '2025-12-17T09:00', zone: '+08:00' });
    expect(splitInstant('2026-10-25T02:30+02:00[Europe/Berlin]')).toEqual({ wall: '2026-10-25T02:30', zone: '+02:00[Europe/Berlin]' });
    expect(joinInstant('2026-10-25T02:30', '+02:00[Europe/Berlin]')).toBe('2026-10-25T02:30+02:00[Europe/Berlin]');
    expect(splitInstant('2025-12-17')).toBeNull();
    expect(joinInstant('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T02:30[Europe/Berlin]');
    expect(joinInstant('2026-10-25T02:30', '+02:00')).toBe('2026-10-25T02:30+02:00');
    expect(joinInstant('2026-10-25T02:30', '')).toBe('2026-10-25T02:30');
  });
});
