import { CommandForm, type Field } from '../desk/acts';
import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import { written } from '../desk/written';
import type { Stock, StockRow } from './stock-types';

const choice = (rows: StockRow[]): [string, string][] | undefined => (rows.length ? rows.map((r) => [r.item, [r.item, r.product_name ?? r.nuclide ?? ''].filter(Boolean).join(' · ')]) : undefined);

interface Assayed { computed_bq: number; difference_percent: number; disputed: boolean; u_bq?: number; difference_u_bq?: number }

// An assay answers what the record had computed, and whether the difference is more than the two uncertainties explain.
function useAssayTold() {
  const t = useWords('hotlab');
  const f = useFigures();
  return (answer: unknown) => {
    const r = (answer as { result?: Assayed }).result;
    if (!r?.u_bq || !r.difference_u_bq) return '';
    const measured = r.computed_bq * (1 + r.difference_percent / 100);
    const w = written(r.difference_percent, (r.difference_u_bq / r.computed_bq) * 100, f);
    return t(r.disputed ? 'assay_beyond' : 'assay_within', { measured: f.withU(measured, r.u_bq), computed: f.siActivity(r.computed_bq), percent: w.value, u: w.pm ?? '' });
  };
}

// The bench work of a hot lab: constancy, assay, elution, breakthrough, kit preparation and its test.
export function Deeds({ stock }: { stock: Stock }) {
  const t = useWords('hotlab');
  const told = useAssayTold();
  const calibrator: Field = { name: 'calibrator', label: t('field_calibrator'), of: 'calibrator', required: true };
  const activity: Field = { name: 'activity', label: t('activity'), unit: ['MBq', 'GBq', 'kBq'], required: true };
  const volume: Field = { name: 'volume', label: t('volume'), unit: ['mL'], required: true };
  const of = (name: string, label: string, rows: StockRow[]): Field => ({ name, label, options: choice(rows), value: rows[0]?.item ?? '', required: true });
  const deeds: { key: string; command: string; fields: Field[]; signed?: boolean; meaning?: string }[] = [
    { key: 'calibrator', command: 'hotlab/check-calibrator', fields: [calibrator, { name: 'nuclide', label: t('nuclide'), value: 'Cs-137', required: true },
      { name: 'reading', label: t('field_reading'), unit: ['MBq'], required: true }, { name: 'expected', label: t('field_expected'), unit: ['MBq'], required: true }] },
    { key: 'assay', command: 'hotlab/assay', fields: [of('item', t('item'), [...stock.vials, ...stock.eluates]), activity, calibrator] },
    { key: 'elute', command: 'supply/elute', fields: [of('generator', t('generator'), stock.generators), { name: 'eluate', label: t('field_eluate'), required: true }, activity, volume, calibrator] },
    { key: 'breakthrough', command: 'supply/test-breakthrough', fields: [of('eluate', t('eluate'), stock.eluates), { name: 'impurity', label: t('field_impurity'), unit: ['kBq', 'Bq'], required: true }, calibrator] },
    { key: 'prepare', command: 'hotlab/prepare-kit', fields: [{ name: 'preparation', label: t('field_preparation'), required: true }, of('kit_lot', t('kit'), stock.kits), of('eluate', t('eluate'), stock.eluates),
      { name: 'product', label: t('product'), of: 'product', value: 'MDP', required: true }, activity, volume] },
    { key: 'purity', command: 'hotlab/test-preparation', signed: true, meaning: t('meaning_tested'), fields: [of('preparation', t('preparation'), stock.vials.filter((v) => v.kind !== 'vial')), { name: 'purity', label: t('field_purity'), unit: ['%'], required: true }] },
  ];
  return (
    <aside className="rm-card rm-pad" aria-label={t('bench')}>
      <h2 className="rm-h2">{t('bench')}</h2>
      {deeds.map((d) => (
        <details key={d.key} className="hl-deed">
          <summary>{t(`do_${d.key}`)}</summary>
          <CommandForm command={d.command} fields={d.fields} signed={d.signed} meaning={d.meaning} submit={t(`do_${d.key}`)} told={d.key === 'assay' ? told : undefined} />
        </details>
      ))}
    </aside>
  );
}
