export interface Proof { code: string; state: 'ok' | 'wait' | 'stop'; text: string }

export interface Released {
  method: string;
  retained_bq: number;
  rate_sv_h: number | null;
  dose_adult_sv: number;
  cycles?: { dose: string; given_at: string; dose_adult_sv: number; share: number; in_year: boolean; in_treatment: boolean }[];
  limits: { quantity: string; limit: number; found: number; earlier?: number; per?: string; met: boolean; clause: string; from: string | null }[];
  precautions: { contact: string; person: string; until: string }[];
}

export interface DoseView {
  order: string;
  dose?: string | null;
  patient: string;
  patient_name?: string | null;
  product: string;
  product_name: string;
  letter?: string;
  nuclide?: string;
  half_life_s?: number;
  prescribed_bq: number;
  inject_at: string;
  zone?: string;
  tolerance_percent: number;
  reading_u_fraction?: number;
  window?: { from: string; until: string } | null;
  state: string;
  vial?: string | null;
  volume_ml?: number | null;
  use?: string;
  drawn?: { activity_bq: number; u_bq?: number | null; at: string; by: string; dose?: string; volume_ml?: number } | null;
  label?: Record<string, unknown> | null;
  given?: { at: string; by: string; route: string; activity_bq: number } | null;
  residual_bq?: number | null;
  net_bq?: number | null;
  effective_dose_msv?: number | null;
  prescription?: { by: string; at: string; justification?: string; protocol?: string; weight_kg?: number; count?: number; syringes?: number } | null;
  parts?: number;
  syringes?: { dose: string; activity_bq: number; at: string; labelled: boolean }[];
  outcomes?: { outcome: string; at: string; by: string; reportable?: string }[];
  directive?: { by: string; at: string } | null;
  release?: (Released & { at: string; by: string }) | null;
  proofs: Proof[];
  record?: { at: string; text: string; by?: string; seq?: number }[];
}

export const doseTone: Record<string, 'ok' | 'info' | 'warn' | 'crit' | 'idle'> = {
  requested: 'idle', accepted: 'idle', prescribed: 'info', directed: 'info', waiting: 'idle', booked: 'idle', drawn: 'warn', labelled: 'warn', given: 'ok', closed: 'ok',
  lost: 'crit', refused: 'crit', cancelled: 'idle', held: 'crit',
};

export const doseId = (d: DoseView): string | null =>
  d.dose ?? d.drawn?.dose ?? (typeof d.label?.dose === 'string' ? d.label.dose : null);

// Dose numbers follow the order of the day: S-251217-01 for ORD-01.
export function newDoseId(d: DoseView): string {
  const day = d.inject_at.slice(2, 10).replaceAll('-', '');
  const tail = /(\d+)(?!.*\d)/.exec(d.order)?.[1] ?? '1';
  return `S-${day}-${tail.padStart(2, '0')}`;
}
