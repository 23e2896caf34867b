import { shownUnit } from '../desk/Fields';
import { useWords } from '../desk/words';
import type { ActivityUnit } from '../desk/settings';
import { preferredUnit, readableUnit, unitNamed } from './quantities';
import type { UnitOf, Units } from './physics-types';

// Which unit a figure, column or axis is shown in: the reader's choice, else the one that reads well.
export interface Shown { units: Units; activity: ActivityUnit; chosen: Record<string, string>; choose: (name: string, unit: string | null) => void }

export const unitFor = (s: Shown, name: string, kind: string, values: number[]): UnitOf =>
  unitNamed(s.units, kind, s.chosen[name]) ?? preferredUnit(s.units, kind, s.activity, values) ?? readableUnit(s.units, kind, values);

export function UnitPick({ shown, name, kind, word, unit }: { shown: Shown; name: string; kind: string; word: string; unit: UnitOf }) {
  const t = useWords('physics');
  const known = shown.units[kind] ?? [];
  if (known.length < 2) return <span className="ph-unit">{shownUnit(unit.unit)}</span>;
  return (
    <>
      <select className="ph-unit" aria-label={t('unit_of', { what: word })} value={shown.chosen[name] ? unit.unit : ''} onChange={(e) => shown.choose(name, e.target.value || null)}>
        <option value="">{shownUnit(unit.unit)}</option>
        {known.filter((u) => u.unit !== unit.unit || shown.chosen[name]).map((u) => <option key={u.unit} value={u.unit}>{shownUnit(u.unit)}</option>)}
      </select>
      <span className="ph-unit-print">{shownUnit(unit.unit)}</span>
    </>
  );
}
