export interface StockRow {
  item: string;
  kind?: string;
  label?: string;
  nuclide?: string;
  product?: string;
  product_name?: string;
  activity_bq?: number | null;
  volume_ml?: number | null;
  usable_until?: string | null;
  expires_at?: string | null;
  units?: number;
  state?: string;
  consignment?: string;
  category?: string;
  ti?: number;
  eta?: string | null;
  zone?: string;
  site?: string;
}

export interface StockView {
  vials?: StockRow[];
  generators?: StockRow[];
  eluates?: StockRow[];
  kits?: StockRow[];
  preparations?: StockRow[];
  doses?: StockRow[];
  expected?: StockRow[];
  rows?: StockRow[];
  items?: StockRow[];
}

export interface Stock { vials: StockRow[]; generators: StockRow[]; eluates: StockRow[]; kits: StockRow[]; doses: StockRow[]; expected: StockRow[] }

// The stock comes either by kind or as one list; the page always shows it by kind.
export function stockOf(v: StockView): Stock {
  const all = v.rows ?? v.items ?? [];
  const of = (...kinds: string[]) => all.filter((r) => kinds.includes(r.kind ?? ''));
  return {
    vials: [...(v.vials ?? of('vial')), ...(v.preparations ?? of('preparation'))],
    generators: v.generators ?? of('generator'),
    eluates: v.eluates ?? of('eluate'),
    kits: v.kits ?? of('kit'),
    doses: v.doses ?? of('dose'),
    expected: v.expected ?? of('package'),
  };
}
