import { Act, CommandForm } from '../desk/acts';
import type { Problem } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { DoseView } from './dose-types';

// The further syringes of a dose that is split: each drawn, measured and labelled by itself, given together.
export function Parts({ d, dose, onRefused }: { d: DoseView; dose: string; onRefused: (p: Problem) => void }) {
  const t = useWords('clinic');
  const f = useFigures();
  const parts = d.parts ?? 1, further = d.syringes ?? [];
  if (parts < 2) return null;
  const missing = parts - 1 - further.length;
  return (
    <>
      <p><Mark tone={missing ? 'warn' : 'ok'}>{t('syringes_drawn', { drawn: further.length + 1, parts })}</Mark></p>
      {further.map((s) => (
        <div className="rm-row" key={s.dose}>
          <b>{s.dose}</b><span>{f.activityAt(s.activity_bq, s.at, d.zone)}</span>
          {!s.labelled && <Act command="hotlab/label-dose" body={{ dose: s.dose }} onRefused={onRefused} done={t('label_done')}>{t('print_label')}</Act>}
        </div>
      ))}
      {missing > 0 && (
        <details open>
          <summary>{t('draw_part')}</summary>
          <CommandForm key={further.length} command="hotlab/draw-part" fixed={{ dose }} submit={t('draw_part')} preview={t('may_i')} onRefused={onRefused}
            fields={[{ name: 'part', label: t('part_number'), value: `${dose}-${further.length + 2}`, required: true }, { name: 'vial', label: t('field_vial'), value: d.vial ?? '', required: true },
              { name: 'activity', label: t('reading'), unit: ['MBq'], required: true }, { name: 'volume', label: t('field_volume'), unit: ['mL'], required: true }, { name: 'calibrator', label: t('field_calibrator'), of: 'calibrator', required: true }]} />
        </details>
      )}
    </>
  );
}
