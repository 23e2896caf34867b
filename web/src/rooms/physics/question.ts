import type { Calculation, FieldSchema } from './physics-types';

// A question is the text of each of its fields, as it stands in the address: "4.40 GBq", "2025-12-17T09:00:00[Asia/Macau]".
export type Question = Record<string, string>;

export interface Entry { name: string; word: string; schema: FieldSchema; required: boolean; as: 'quantity' | 'instant' | 'choice' | 'flag' | 'list' | 'number' | 'nuclide' | 'text' }

const nuclideFields = ['nuclide', 'parent', 'daughter'];

function formOf(name: string, s: FieldSchema): Entry['as'] {
  if (s.enum) return 'choice';
  if (s.type === 'boolean') return 'flag';
  if (s.type === 'array') return 'list';
  if (s.type === 'number' || s.type === 'integer') return 'number';
  if (s['x-kind'] === 'instant') return 'instant';
  if (s['x-units']) return 'quantity';
  return nuclideFields.includes(name) ? 'nuclide' : 'text';
}

// The fields of a calculation in its order, those that must be filled first.
export function entriesOf(c: Calculation): Entry[] {
  const all = Object.entries(c.fields.properties).map(([name, schema]): Entry => (
    { name, word: c.words[name] ?? name, schema, required: !!c.fields.required?.includes(name), as: formOf(name, schema) }));
  return [...all.filter((e) => e.required), ...all.filter((e) => !e.required)];
}

const text = (v: unknown): string => (Array.isArray(v) ? v.map(text).join('\n') : v === undefined || v === null ? '' : String(v));

export const questionOf = (body: Record<string, unknown>): Question => Object.fromEntries(Object.entries(body).map(([k, v]) => [k, text(v)]));

// What is asked: the fields that have a value, each in the type it is due in; what is no number travels as typed and is refused there.
export function bodyOf(entries: Entry[], q: Question): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const e of entries) {
    const v = (q[e.name] ?? '').trim();
    if (!v) continue;
    const plain = /^[-−+]?\d+([.,]\d+)?(e[-+]?\d+)?$/i.test(v) ? Number(v.replace('−', '-').replace(',', '.')) : null;
    if (e.as === 'flag') out[e.name] = v === 'true';
    else if (e.as === 'list') out[e.name] = v.split(/[\n;]+/).map((x) => x.trim()).filter(Boolean);
    else if (e.as === 'number') out[e.name] = plain ?? v;
    else out[e.name] = v;
  }
  return out;
}

// "4.40 GBq" as number and unit. A unit that is not on the list stays with the number, so that it is seen and refused.
export function splitQuantity(typed: string, units: string[]): [string, string] {
  const m = /^\s*([-−+]?[\d.,]+(?:e[-+]?\d+)?)\s*(\S.*?)?\s*$/i.exec(typed);
  if (m && !m[2]) return [m[1], ''];
  const unit = m?.[2].replace(/[\u00b5\u03bc]/g, 'u');
  return m && unit && units.includes(unit) ? [m[1], unit] : [typed, ''];
}

export const joinQuantity = (number: string, unit: string, units: string[]): string => {
  const [plain, own] = splitQuantity(number, units);
  if (!number.trim()) return '';
  return /^[-−+]?[\d.,]+(e[-+]?\d+)?$/i.test(plain.trim()) ? `${plain.trim()} ${own || unit}` : number;
};

const localTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(.*)$/;

// An instant as wall time and the zone or offset it is meant in; null when it is not written like one.
export function splitInstant(typed: string): { wall: string; zone: string } | null {
  const m = localTime.exec(typed.trim());
  return m ? { wall: `${m[1]}T${m[2]}`, zone: m[3].replace(/^\[(.*)\]$/, '$1') } : null;
}

export const joinInstant = (wall: string, zone: string): string => {
  if (!wall || !zone.trim()) return wall;
  return /^(z|[+-]\d\d(:?\d\d)?)(\[.*\])?$/i.test(zone.trim()) ? wall + zone.trim() : `${wall}[${zone.trim()}]`;
};

// The address that asks the same question again.
export function addressOf(page: string, q: Question, show: Record<string, string>): string {
  const search = new URLSearchParams();
  for (const [k, v] of Object.entries(q)) if (v.trim()) search.set(k, v);
  const units = Object.entries(show).map(([name, unit]) => `${name}:${unit}`).join('|');
  if (units) search.set('show', units);
  const s = search.toString();
  return `${page}${s ? `?${s}` : ''}`;
}

export function shownIn(search: URLSearchParams): Record<string, string> {
  return Object.fromEntries((search.get('show') ?? '').split('|').filter((p) => p.includes(':')).map((p) => [p.slice(0, p.indexOf(':')), p.slice(p.indexOf(':') + 1)]));
}
