import type { Answer } from './physics-types';
import { unitFor, type Shown } from './UnitPick';

const cell = (v: string | number | null | undefined) => {
  const text = v === null || v === undefined ? '' : String(v);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const line = (...cells: (string | number | null | undefined)[]) => cells.map(cell).join(',');

// The answer for a spreadsheet: whole numbers as computed, in the units on the screen, decimal point, blocks parted by an empty line.
export function csvOf(a: Answer, shown: Shown, address: string): string {
  const inUnit = (name: string, kind: string, v: number | string, all: number[] = []): [number | string, string] => {
    if (typeof v === 'string') return [v, ''];
    const unit = unitFor(shown, name, kind, all.length ? all : [v]);
    return [v / unit.inside, unit.unit];
  };
  const out = [line('calculation', a.calculation), line('formula', a.formula), line('dataset', a.dataset), line('address', address), ''];
  out.push(line('input', 'word', 'value', 'unit', 'typed', 'source'));
  for (const u of a.inputs) out.push(line(u.name, u.word, ...inUnit(`input ${u.name}`, u.kind, u.value), u.typed, u.source));
  out.push('', line('figure', 'word', 'value', 'unit', 'standard_uncertainty'));
  for (const x of a.figures) {
    const [value, unit] = inUnit(x.name, x.kind, x.value);
    const u = x.u !== undefined && typeof x.value === 'number' ? x.u / unitFor(shown, x.name, x.kind, [x.value]).inside : undefined;
    out.push(line(x.name, x.word, value, unit, u));
  }
  if (a.rows.length) {
    const column = (k: number) => a.rows.map((r) => r[k]).filter((v): v is number => typeof v === 'number');
    const units = a.columns.map((c, k) => unitFor(shown, c.name, c.kind, column(k)));
    out.push('', line(...a.columns.map((c, k) => (units[k].unit ? `${c.name} (${units[k].unit})` : c.name))));
    for (const r of a.rows) out.push(line(...r.map((v, k) => (typeof v === 'number' ? v / units[k].inside : v))));
  }
  for (const c of a.curves) {
    const [x, y] = [unitFor(shown, 'x', c.x_kind, c.xs), unitFor(shown, 'y', c.y_kind, c.ys)];
    out.push('', line(x.unit ? `${c.x_kind} (${x.unit})` : c.x_kind, y.unit ? `${c.name} (${y.unit})` : c.name));
    c.xs.forEach((v, i) => out.push(line(v / x.inside, c.ys[i] / y.inside)));
  }
  if (a.notes.length) out.push('', ...a.notes.map((n) => line('note', n.code, n.text)));
  return out.join('\n') + '\n';
}
