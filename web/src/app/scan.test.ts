import { expect, it } from 'vitest';
import { scannedId } from './scan';

it('an id is read from what was typed or scanned', () => {
  expect(scannedId(' FDG-251217-A.V1 ')).toBe('FDG-251217-A.V1');
  expect(scannedId('(01)04012345678901(10)FDG-251217-A(21)FDG-251217-A.V1')).toBe('FDG-251217-A.V1');
  expect(scannedId(']d2010401234567890110FDG-251217-A\x1d21FDG-251217-A.V1')).toBe('FDG-251217-A.V1');
  expect(scannedId('010401234567890110K-2291')).toBe('K-2291');
});
