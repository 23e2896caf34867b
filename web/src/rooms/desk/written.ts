// How a figure is written: to how many digits, with which power of ten.
export interface Written { value: string; pm?: string; power: number }
export interface Digits { number: (v: number, decimals?: number) => string; digits: (v: number, n: number) => string; upTo: (v: number, n: number) => string }

const powerOf = (v: number) => {
  const size = Math.abs(v);
  return size !== 0 && (size >= 1e6 || size < 1e-3) ? Math.floor(Math.log10(size) + 1e-12) : 0;
};

// With a standard uncertainty u: value ± U, U = 2u (k = 2) in two digits and the value to the same place. Without: five digits, and
// no zeros at the end that nobody measured, unless a column is to stand in line (`even`).
export function written(v: number, u: number | undefined, d: Digits, digits = 5, even = false): Written {
  const wide = u ? 2 * u : 0;
  const power = powerOf(v === 0 ? wide : v);
  const m = v / 10 ** power;
  if (!(wide > 0)) return { value: v === 0 ? '0' : even ? d.digits(m, digits) : d.upTo(m, digits), power };
  const pm = Number((wide / 10 ** power).toPrecision(2));
  const place = Math.floor(Math.log10(pm) + 1e-12) - 1;
  const round = (x: number) => (place > 0 ? Math.round(x / 10 ** place) * 10 ** place : x);
  return { value: d.number(round(m), Math.max(0, -place)), pm: d.number(round(pm), Math.max(0, -place)), power };
}

const raised: Record<string, string> = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };
export const tenTo = (n: number) => `10${[...String(n)].map((c) => raised[c]).join('')}`;

export function plainText(w: Written): string {
  const both = w.pm ? `${w.value} ± ${w.pm}` : w.value;
  if (!w.power) return both;
  return `${w.pm ? `(${both})` : both} × ${tenTo(w.power)}`;
}
