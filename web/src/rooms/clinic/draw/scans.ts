import { scannedId } from '../../../app/scan';

export type Scanned = 'vial' | 'order' | 'patient';
export interface Known { vials: readonly { item: string }[]; doses: readonly { order: string; patient: string }[] }

// What a scan is, in whatever order the three come; null for what is none of them.
export function whatIs(text: string, known: Known): { kind: Scanned; id: string } | null {
  const id = scannedId(text);
  if (!id) return null;
  if (known.doses.some((d) => d.order === id)) return { kind: 'order', id };
  if (known.vials.some((v) => v.item === id)) return { kind: 'vial', id };
  return known.doses.some((d) => d.patient === id) ? { kind: 'patient', id } : null;
}
