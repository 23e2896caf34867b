import { useId, useState } from 'react';
import type { Problem } from '../desk/data';
import { shownUnit } from '../desk/Fields';
import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import { joinInstant, joinQuantity, splitInstant, splitQuantity, type Entry, type Question } from './question';

type FieldError = NonNullable<Problem['errors']>[number];
interface Told { id: string; required?: boolean; 'aria-invalid'?: true; 'aria-describedby'?: string }
interface Part { entry: Entry; value: string; set: (v: string) => void; told: Told }

const own = (name: string) => `ph-${name}`;

// One field of the question: its word, its entry, and under it what is wrong with what was typed and what is accepted.
export function QuestionField({ entry, question, set, error, nuclides }: {
  entry: Entry; question: Question; set: (name: string, v: string) => void; error?: FieldError; nuclides: string[];
}) {
  const t = useWords('physics');
  const id = own(entry.name);
  const value = question[entry.name] ?? '';
  const told: Told = { id, required: entry.required || undefined, 'aria-invalid': error ? true : undefined, 'aria-describedby': error ? `${id}-e` : undefined };
  const part: Part = { entry, value, set: (v) => set(entry.name, v), told };
  if (entry.as === 'flag') {
    return <label className="rm-field rm-flag"><input type="checkbox" id={id} checked={value === 'true'} onChange={(e) => part.set(e.target.checked ? 'true' : '')} /> {entry.word}</label>;
  }
  return (
    <div className="rm-field ph-field">
      <label htmlFor={id}>{entry.word}{!entry.required && <small> {t('optional')}</small>}</label>
      {entry.as === 'quantity' && <QuantityEntry {...part} />}
      {entry.as === 'instant' && <InstantEntry {...part} />}
      {entry.as === 'choice' && <ChoiceEntry {...part} />}
      {entry.as === 'list' && <textarea {...told} className="rm-input" rows={Math.min(8, Math.max(3, value.split('\n').length))} spellCheck={false} value={value} onChange={(e) => part.set(e.target.value)} />}
      {entry.as === 'nuclide' && (
        <>
          <input {...told} className="rm-input" type="text" list={`${id}-l`} autoComplete="off" spellCheck={false} value={value} onChange={(e) => part.set(e.target.value)} />
          <datalist id={`${id}-l`}>{nuclides.map((n) => <option key={n} value={n} />)}</datalist>
        </>
      )}
      {(entry.as === 'number' || entry.as === 'text') && (
        <input {...told} className="rm-input" type="text" inputMode={entry.as === 'number' ? 'decimal' : undefined} autoComplete="off" spellCheck={false} value={value} onChange={(e) => part.set(e.target.value)} />
      )}
      {error && <Wrong id={`${id}-e`} error={error} entry={entry} value={value} set={part.set} />}
    </div>
  );
}

function QuantityEntry({ entry, value, set, told }: Part) {
  const t = useWords('desk');
  const units = entry.schema['x-units'] ?? [];
  const example = splitQuantity(String(entry.schema.examples?.[0] ?? ''), units)[1] || units[0];
  const [number, unit] = splitQuantity(value, units);
  // The unit that was picked stays while the number is empty.
  const [picked, pick] = useState(unit || example);
  const inUse = unit || picked;
  return (
    <div className="rm-entry">
      <input {...told} className="rm-input" type="text" inputMode="decimal" autoComplete="off" spellCheck={false} value={number}
        onChange={(e) => { const typed = splitQuantity(e.target.value, units)[1]; if (typed) pick(typed); set(joinQuantity(e.target.value, inUse, units)); }} />
      <select className="rm-input rm-unit-pick" aria-label={`${entry.word}: ${t('unit')}`} value={inUse}
        onChange={(e) => { pick(e.target.value); if (number.trim()) set(joinQuantity(number, e.target.value, units)); }}>
        {units.map((u) => <option key={u} value={u}>{shownUnit(u)}</option>)}
      </select>
    </div>
  );
}

// Wall time and the zone or offset it is meant in. What is not written like an instant stays as it was typed and is refused.
function InstantEntry({ entry, value, set, told }: Part) {
  const t = useWords('physics');
  const f = useFigures();
  const list = useId();
  const split = splitInstant(value);
  const [zone, setZone] = useState(split?.zone || f.zone);
  if (value && !split) return <input {...told} className="rm-input" type="text" spellCheck={false} value={value} onChange={(e) => set(e.target.value)} />;
  const shownZone = split?.zone || zone;
  return (
    <div className="ph-instant">
      <input {...told} className="rm-input" type="datetime-local" step="1" value={split?.wall ?? ''} onChange={(e) => set(e.target.value ? joinInstant(e.target.value, shownZone) : '')} />
      <input className="rm-input" type="text" list={list} aria-label={`${entry.word}: ${t('zone')}`} spellCheck={false} value={shownZone}
        onChange={(e) => { setZone(e.target.value); if (split) set(joinInstant(split.wall, e.target.value)); }} />
      <datalist id={list}>{[...new Set([f.zone, 'UTC', 'Asia/Macau', 'Asia/Shanghai', 'Asia/Hong_Kong', 'Europe/Lisbon', 'Europe/Berlin', 'America/New_York'])].map((z) => <option key={z} value={z} />)}</datalist>
    </div>
  );
}

function ChoiceEntry({ entry, value, set, told }: Part) {
  const t = useWords('physics');
  return (
    <select {...told} className="rm-input" value={value} onChange={(e) => set(e.target.value)}>
      {(!entry.required || !value) && <option value="">{t('not_chosen')}</option>}
      {entry.schema.enum!.map((o) => <option key={o} value={o}>{t.or(`option_${o}`, o)}</option>)}
    </select>
  );
}

const instants = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)(?:\[[\w/+-]+\])?/g;

// What is wrong, what is accepted, and what was perhaps meant: offered, never taken by itself.
function Wrong({ id, error, entry, value, set }: { id: string; error: FieldError; entry: Entry; value: string; set: (v: string) => void }) {
  const t = useWords('physics');
  const { near } = error;
  const units = entry.schema['x-units'] ?? [];
  const number = /^\s*[-−+]?[\d.,]+(e[-+]?\d+)?/i.exec(value)?.[0].trim() ?? '';
  const offers = entry.as === 'instant' ? String(error.accepted ?? '').match(instants) ?? []
    : near ? near.split(/,\s*| or /).filter(Boolean).map((n) => (units.includes(n) ? `${number} ${n}` : n)) : [];
  return (
    <div id={id} className="ph-wrong">
      <p className="rm-error">{error.text}</p>
      {!!error.accepted && <p>{t('accepted', { what: String(error.accepted) })}</p>}
      {!!offers.length && <p className="ph-offers">{t('perhaps')} {offers.map((o) => <button key={o} type="button" className="rm-chip" onClick={() => set(o)}>{o}</button>)}</p>}
    </div>
  );
}
