// The answers of `GET /physics` and `POST /physics/{name}`. Numbers stand in the inside unit of their kind; units are chosen here.
export interface UnitOf { unit: string; inside: number; readable: boolean }
export type Units = Record<string, UnitOf[]>;

export interface FieldSchema {
  type?: string; title?: string; description?: string; examples?: unknown[]; enum?: string[]; items?: FieldSchema; 'x-kind'?: string; 'x-units'?: string[];
}
export interface Calculation {
  name: string; title: string; words: Record<string, string>; positional: string[]; examples: Record<string, unknown>[];
  fields: { properties: Record<string, FieldSchema>; required?: string[] };
}
export interface Workbench { dataset: string; units: Units; calculations: Calculation[] }

export interface Figure { name: string; word: string; kind: string; value: number | string; u?: number }
export interface Used { name: string; word: string; kind: string; typed: string; value: number | string; source: string }
export interface Column { name: string; word: string; kind: string }
export interface Curve { name: string; word: string; x_word?: string; x_kind: string; y_kind: string; xs: number[]; ys: number[] }
export interface Answer {
  calculation: string; dataset: string; formula: string; inputs: Used[]; figures: Figure[]; columns: Column[]; rows: (number | string | null)[][]; curves: Curve[];
  notes: { code: string; text: string }[];
}
export interface NuclideRow { nuclide: string; stable: boolean; half_life_s?: number; half_life_u_s?: number; source?: string }
