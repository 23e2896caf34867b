import { describe, expect, it } from 'vitest';
import { bodyOf, startValues, unitKey, type Field } from './Fields';

const fields: Field[] = [
  { name: 'volume', label: '', unit: ['mL'] }, { name: 'items', label: '', type: 'list' }, { name: 'drill', label: '', type: 'flag', value: true },
  { name: 'until', label: '', type: 'instant', value: 'now' }, { name: 'remark', label: '' },
];

describe('what a form sends', () => {
  it('quantities carry their unit, local times their zone, lists are lists, empty fields are left out', () => {
    const values: Record<string, string | boolean> = { ...startValues(fields, '2025-12-17T08:40'), volume: '1,25', items: 'A.V1, B.V1' };
    expect(values[unitKey('volume')]).toBe('mL');
    expect(bodyOf([{ name: 'value', label: '', type: 'number' }], { value: ' 98,2 ' }, 'UTC')).toEqual({ value: 98.2 });
    expect(bodyOf(fields, values, 'Asia/Macau')).toEqual({ volume: '1.25 mL', items: ['A.V1', 'B.V1'], drill: true, until: '2025-12-17T08:40[Asia/Macau]' });
  });
});
