import { useId } from 'react';
import type { Problem } from './data';
import { useFigures } from './figures';
import { useKnown, type Known } from './known';
import { useWords } from './words';

export interface Field {
  name: string;
  label: string;
  type?: 'text' | 'long' | 'flag' | 'instant' | 'day' | 'list' | 'number';
  of?: Known;
  value?: string | boolean;
  unit?: string[];
  options?: [string, string][];
  required?: boolean;
  wide?: boolean;
}

export type Filled = Record<string, string | boolean>;

export const unitKey = (name: string) => `${name} unit`;

export function startValues(fields: Field[], nowLocal: string): Filled {
  const out: Filled = {};
  for (const f of fields) {
    out[f.name] = f.type === 'instant' && f.value === 'now' ? nowLocal : f.value ?? (f.type === 'flag' ? false : '');
    if (f.unit) out[unitKey(f.name)] = f.unit[0];
  }
  return out;
}

// "1,25" and "1.25" are the same number; anything else travels as typed, and the server says what is wrong with it.
const plainNumber = (v: string) => (/^\s*[-−]?\d+([.,]\d+)?\s*$/.test(v) ? Number(v.trim().replace('−', '-').replace(',', '.')) : null);

// Quantities travel as text with their unit; local times carry the zone of the place, so the server can refuse a doubtful hour.
export function bodyOf(fields: Field[], values: Filled, zone: string): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const f of fields) {
    const v = values[f.name];
    if (f.type === 'flag') out[f.name] = v === true;
    else if (typeof v !== 'string' || !v.trim()) continue;
    else if (f.unit) out[f.name] = `${v.trim().replace(',', '.')} ${values[unitKey(f.name)]}`;
    else if (f.type === 'number') out[f.name] = plainNumber(v) ?? v.trim();
    else if (f.type === 'list') out[f.name] = v.split(/[\s,;|，、；]+/).filter(Boolean);
    else if (f.type === 'instant') out[f.name] = `${v}[${zone}]`;
    else out[f.name] = v.trim();
  }
  return out;
}

const kinds: Record<string, string> = { instant: 'datetime-local', day: 'date' };

// Nothing is chosen for a person who has not chosen; a value the house does not know stays as it is.
const named = (choices: [string, string][], value: string): [string, string][] => (choices.some(([v]) => v === value) ? choices : [[value, value || '–'], ...choices]);

export function FieldRow({ field, values, set, problem }: { field: Field; values: Filled; set: (v: Filled) => void; problem: Problem | null }) {
  const id = useId();
  const f = useFigures();
  const t = useWords('desk');
  const known = useKnown(field.of);
  const options = field.options ?? (known.choices.length && !known.scanned ? named(known.choices, String(values[field.name] ?? '')) : null);
  const error = problem?.errors?.find((e) => e.field === field.name);
  const value = values[field.name];
  const change = (v: string | boolean) => set({ ...values, [field.name]: v });
  const common = { id, required: field.required, 'aria-invalid': !!error || undefined, 'aria-describedby': error ? `${id}-e` : undefined };
  if (field.type === 'flag') {
    return <label className="rm-field rm-flag"><input type="checkbox" checked={value === true} onChange={(e) => change(e.target.checked)} /> {field.label}</label>;
  }
  const text = String(value ?? '');
  return (
    <div className={field.wide ? 'rm-field rm-wide' : 'rm-field'}>
      <label htmlFor={id}>{field.label}{field.type === 'instant' && <small> {f.zoneName}</small>}</label>
      <div className="rm-entry">
        {options
          ? <select {...common} className="rm-input" value={text} onChange={(e) => change(e.target.value)}>{options.map(([v, l]) => <option key={v} value={v}>{l}</option>)}</select>
          : field.type === 'long'
            ? <textarea {...common} className="rm-input" rows={3} value={text} onChange={(e) => change(e.target.value)} />
            : <input {...common} className="rm-input" type={kinds[field.type ?? ''] ?? 'text'} inputMode={field.unit || field.type === 'number' ? 'decimal' : undefined}
                list={known.scanned ? `${id}-l` : undefined} autoComplete="off" spellCheck={false} value={text} onChange={(e) => change(e.target.value)} />}
        {known.scanned && <datalist id={`${id}-l`}>{known.choices.map(([v, l]) => <option key={v} value={v}>{l}</option>)}</datalist>}
        {field.unit && (field.unit.length === 1
          ? <span className="rm-unit">{shownUnit(field.unit[0])}</span>
          : <select className="rm-input rm-unit-pick" aria-label={`${field.label}: ${t('unit')}`} value={String(values[unitKey(field.name)])} onChange={(e) => set({ ...values, [unitKey(field.name)]: e.target.value })}>
              {field.unit.map((u) => <option key={u} value={u}>{shownUnit(u)}</option>)}
            </select>)}
      </div>
      {error && <small id={`${id}-e`} className="rm-error">{error.text}{error.accepted ? ` (${String(error.accepted)})` : ''}</small>}
    </div>
  );
}

export const shownUnit = (u: string) => u.replace(/(^|[ /])u(?=[A-ZgsL])/g, '$1µ').replace(/m2\b/g, 'm²');
