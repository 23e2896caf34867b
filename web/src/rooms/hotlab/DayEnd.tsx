import { CommandForm } from '../desk/acts';
import { useWords } from '../desk/words';
import type { Stock } from './stock-types';

// The count at the day's end begins empty: what is found is scanned, not copied from the list above.
export function DayEnd({ stock }: { stock: Stock }) {
  const t = useWords('hotlab');
  const site = [...stock.generators, ...stock.vials, ...stock.kits, ...stock.doses].find((r) => r.site)?.site ?? '';
  return (
    <section className="rm-card rm-pad" aria-label={t('day_end')}>
      <h2 className="rm-h2">{t('day_end')}</h2>
      <details className="hl-deed">
        <summary>{t('do_count')}</summary>
        <CommandForm key={site} command="hotlab/count-stock" signed meaning={t('meaning_counted')} submit={t('do_count')} preview={t('may_i')}
          shape={(b) => ({ present: [], ...b })}
          fields={[{ name: 'site', label: t('site'), of: 'site', value: site, required: true }, { name: 'present', label: t('present'), type: 'list', wide: true }, { name: 'remark', label: t('field_remark'), wide: true }]} />
      </details>
      <details className="hl-deed">
        <summary>{t('do_kit_rule')}</summary>
        <CommandForm key={`rule ${site}`} command="hotlab/set-kit-rule" submit={t('do_kit_rule')}
          fields={[{ name: 'product', label: t('product'), of: 'product', required: true }, { name: 'site', label: t('site'), of: 'site', value: site, required: true }, { name: 'low', label: t('rule_low'), unit: ['mL'], required: true },
            { name: 'high', label: t('rule_high'), unit: ['mL'], required: true }, { name: 'most', label: t('rule_most'), unit: ['GBq', 'MBq'], required: true }, { name: 'eluate_age', label: t('rule_eluate_age'), unit: ['h', 'min'] },
            { name: 'since_elution', label: t('rule_since_elution'), unit: ['h'] }, { name: 'beyond_use', label: t('rule_beyond_use'), unit: ['h', 'min'] }, { name: 'source', label: t('rule_source'), required: true, wide: true }]} />
      </details>
      <details className="hl-deed">
        <summary>{t('do_room')}</summary>
        <CommandForm key={`room ${site}`} command="hotlab/declare-room" submit={t('do_room')}
          fields={[{ name: 'site', label: t('site'), of: 'site', value: site, required: true },
            { name: 'room', label: t('room'), value: 'segregated', required: true, options: ['immediate', 'segregated', 'iso8', 'iso7'].map((r): [string, string] => [r, t(`room_${r}`)]) }]} />
      </details>
    </section>
  );
}
