import { expect, it } from 'vitest';
import { whatIs } from './scans';

const known = { vials: [{ item: 'FDG-251217-A.V1' }], doses: [{ order: 'ORD-01', patient: 'P-01' }] };

it('tells a vial by its label, an order and a wristband, and nothing else', () => {
  expect(whatIs('(01)04012345678901(21)FDG-251217-A.V1', known)).toEqual({ kind: 'vial', id: 'FDG-251217-A.V1' });
  expect(whatIs(' ORD-01 ', known)).toEqual({ kind: 'order', id: 'ORD-01' });
  expect(whatIs('P-01', known)).toEqual({ kind: 'patient', id: 'P-01' });
  expect(whatIs('P-99', known)).toBeNull();
  expect(whatIs('', known)).toBeNull();
});
