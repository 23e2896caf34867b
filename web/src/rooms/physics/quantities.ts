import { scaled } from '../desk/figures';
import type { ActivityUnit } from '../desk/settings';
import type { UnitOf, Units } from './physics-types';

// In which unit a figure is written.

const plain: UnitOf = { unit: '', inside: 1, readable: true };

// Times are read as the trade says them: 109.7 min, 65.9 h, 8.02 d, so a larger unit begins at three of it.
const from = (kind: string) => (kind === 'time' ? 3 : 1);

// The unit that keeps the largest of the values above 1, one for all of a column or curve.
export function readableUnit(units: Units, kind: string, values: number[]): UnitOf {
  const known = (units[kind] ?? []).filter((u) => u.readable).sort((a, b) => a.inside - b.inside);
  if (!known.length) return units[kind]?.[0] ?? plain;
  const size = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  if (size === 0) return units[kind][0];
  return known.filter((u) => size / u.inside >= from(kind)).at(-1) ?? known[0];
}

// The reader's unit of activity, as everywhere on the pages: kept where it fits, left for another prefix far from it.
export function preferredUnit(units: Units, kind: string, unit: ActivityUnit, values: number[]): UnitOf | undefined {
  const size = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return kind === 'activity' && size > 0 ? unitNamed(units, kind, scaled(size, unit)[1]) : undefined;
}

export const unitNamed = (units: Units, kind: string, name: string | undefined) => units[kind]?.find((u) => u.unit === name);
