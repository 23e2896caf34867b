import { expect, test } from 'vitest';
import { fromBase64, sha256Hex, toBase64 } from './bytes';

test('bytes come back as they were, whatever they are and however many', () => {
  const all = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) % 256);
  expect(fromBase64(toBase64(all))).toEqual(all);
  expect(toBase64(new Uint8Array())).toBe('');
});

test('the hash is that of FIPS 180-4 for "abc"', async () => {
  expect(await sha256Hex(fromBase64(toBase64(new TextEncoder().encode('abc'))))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
