import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { decayed } from './decay';

// The engine's own vectors: what the page counts on from the server's value must be the same number to 1e-9.
it('the page decays as the engine does', () => {
  const [head, ...rows] = readFileSync(resolve(import.meta.dirname, '../../../../tests/vectors/single_decay.csv'), 'utf8').trim().split('\n').map((l) => l.split(','));
  const at = (row: string[], column: string) => row[head.indexOf(column)];
  const elapsed = rows.filter((r) => at(r, 'kind') === 'elapsed' && at(r, 'expected_quantity') === 'activity_Bq' && Number(at(r, 'A0_Bq')) > 0 && Number(at(r, 'expected')) > 0);
  expect(elapsed.length).toBeGreaterThan(20);
  for (const r of elapsed) {
    const told = decayed(Number(at(r, 'A0_Bq')), 0, Number(at(r, 'elapsed_s')) * 1000, Number(at(r, 'half_life_s')));
    expect(Math.abs(told / Number(at(r, 'expected')) - 1), at(r, 'case_id')).toBeLessThan(1e-9);
  }
});
