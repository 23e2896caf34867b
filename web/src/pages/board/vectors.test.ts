import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chainActivity, decayed, moment, reaches, type Member } from './decay';

// The engine's own vectors: what the page counts on from the server's value must be the same number to 1e-9.
type Row = Record<string, string>;

function cells(line: string): string[] {
  return [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((m) => m[2] ?? m[1]).slice(0, -1);
}

function vectors(file: string): Row[] {
  const [head, ...lines] = readFileSync(resolve(import.meta.dirname, '../../../../tests/vectors', file), 'utf8').trim().split('\n').map((l) => cells(`${l},`));
  return lines.map((l) => Object.fromEntries(head.map((h, i) => [h, l[i] ?? ''])));
}

describe('one nuclide', () => {
  const rows = vectors('single_decay.csv').filter((r) => r.expected !== '');

  it('decays over a time as in the engine', () => {
    const elapsed = rows.filter((r) => r.expected_quantity === 'activity_Bq' && r.elapsed_s !== '');
    expect(elapsed.length).toBeGreaterThan(100);
    for (const r of elapsed) {
      const told = decayed(Number(r.A0_Bq), 0, Number(r.elapsed_s) * 1000, Number(r.half_life_s));
      expect(Math.abs(told - Number(r.expected)), r.case_id).toBeLessThanOrEqual(Math.max(1e-9 * Number(r.expected), 1e-300));
    }
  });

  it('decays between instants as in the engine', () => {
    const offset = rows.filter((r) => r.kind === 'offset');
    expect(offset.length).toBeGreaterThan(20);
    for (const r of offset) {
      const told = decayed(Number(r.A0_Bq), moment(r.ref_time), moment(r.eval_time), Number(r.half_life_s));
      expect(Math.abs(told / Number(r.expected) - 1), r.case_id).toBeLessThan(1e-9);
    }
  });

  it('reaches a fraction when the engine says', () => {
    const reached = rows.filter((r) => r.kind === 'time_to_fraction');
    expect(reached.length).toBeGreaterThan(10);
    for (const r of reached) {
      const told = reaches(1, 0, Number(r.expected_quantity.split('=')[1]), Number(r.half_life_s)) / 1000;
      expect(Math.abs(told / Number(r.expected) - 1), r.case_id).toBeLessThan(1e-9);
    }
  });
});

describe('chains', () => {
  const known = new Map<string, Member>();
  for (const r of vectors('chain_data.csv')) {
    const m = known.get(r.nuclide) ?? { nuclide: r.nuclide, half_life_s: Number(r.half_life_s), activity_bq: 0, feeds: [] };
    if (r.daughter) m.feeds.push({ nuclide: r.daughter, fraction: Number(r.branching_fraction) });
    known.set(r.nuclide, m);
  }
  const pairs = (text: string) => text.split(';').map((p) => p.split('=') as [string, string]);

  function membersOf(input: Row): Member[] {
    const held = new Map(pairs(input.initial).map(([n, a]) => [n, Number(a)]));
    if (input.kind !== 'synthetic') return [...known.values()].map((m) => ({ ...m, activity_bq: held.get(m.nuclide) ?? 0 }));
    const [rates, branches] = input.note.split('|').map((p) => p.replace(/^(lambda_per_s|branches):/, ''));
    return pairs(rates).map(([nuclide, rate]) => ({
      nuclide, half_life_s: Math.LN2 / Number(rate), activity_bq: held.get(nuclide) ?? 0,
      feeds: pairs(branches).map(([way, f]) => ({ way: way.split('>'), f })).filter((b) => b.way[0] === nuclide).map((b) => ({ nuclide: b.way[1], fraction: Number(b.f) })),
    }));
  }

  it('every member of every chain, mixture and stiff case is the engine\'s', () => {
    const expected = vectors('chains_expected.csv');
    let compared = 0;
    for (const input of vectors('chains_inputs.csv')) {
      const members = membersOf(input);
      for (const r of expected.filter((x) => x.case_id === input.case_id && Number(x.activity_Bq) > 0)) {
        const told = chainActivity(members, r.nuclide, Number(input.t_s));
        const allowed = Math.max(1e-9 * Number(r.activity_Bq), Number(r.abs_tol_Bq));
        expect(Math.abs(told - Number(r.activity_Bq)), `${input.case_id} ${r.nuclide}: ${told} is not ${r.activity_Bq}`).toBeLessThanOrEqual(allowed);
        ++compared;
      }
    }
    expect(compared).toBeGreaterThan(300);
  });
});
