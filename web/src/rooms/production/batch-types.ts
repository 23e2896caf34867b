import type { Limits } from './LimitsBar';

export type StepState = 'todo' | 'current' | 'performed' | 'done' | 'alert';

export interface Step {
  no: number;
  title: string;
  phase: string;
  two_people: boolean;
  reading?: ({ name: string; unit?: string } & Limits) | null;
  state: StepState;
  performed?: { by: string; at: string; reading?: number | string | null; comment?: string; event?: string; hash?: string } | null;
  checked?: { by: string; at: string } | null;
}

export interface TestRow {
  test: string;
  unit?: string;
  lower?: number | null;
  upper?: number | null;
  expected_text?: string;
  timing?: string;
  value?: number | string | null;
  text?: string | null;
  verdict: 'pass' | 'fail' | 'pending';
  by?: string;
  at?: string;
  clause?: string;
  market?: string;
}

export interface BatchRecord {
  batch: string;
  product: string;
  product_name: string;
  site: string;
  zone?: string;
  state: string;
  master?: { version: string | number };
  inputs: { item: string; kind: string; label?: string; ok: boolean; expires_at?: string | null }[];
  steps: Step[];
  tests: TestRow[];
  vials: { item: string; volume_ml?: number | null; activity_bq?: number | null; state?: string; place?: string }[];
  yield?: { eob_bq?: number; eos_bq?: number; percent_decay_corrected?: number | null; alert_below?: number; action_below?: number } | null;
  enough?: { needed_bq: number; forecast_bq: number; at?: string | null } | null;
  since_eob_s?: number | null;
  holds: (string | { item?: string; reason?: string; why?: string; at?: string })[];
  release?: { by: string; at: string; markets: string[]; hash?: string; meaning?: string } | null;
  record: { at: string; text: string; by?: string; seq?: number; hash?: string }[];
}

export interface BatchLine {
  batch: string;
  product: string;
  product_name: string;
  site: string;
  zone?: string;
  state: string;
  started_at?: string | null;
  eos_at?: string | null;
  released_at?: string | null;
}

// "radionuclidic identity (half-life)" is looked up as radionuclidic_identity.
export const testKey = (test: string) => test.toLowerCase().replace(/\s*\(.*\)/, '').replace(/[^a-z0-9]+/g, '_');

export const finished = (s: Step) => !!s.performed && (!s.two_people || !!s.checked);

// The step to show first: the one being done, else the first one still open.
export function firstOpen(steps: Step[]): Step | undefined {
  return steps.find((s) => !finished(s)) ?? steps.at(-1);
}
