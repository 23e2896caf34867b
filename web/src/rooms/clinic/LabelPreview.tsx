import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import { LetterBlock } from './LetterBlock';
import type { DoseView } from './dose-types';

// What will be printed on the syringe flag, 50 x 25 mm: product block, activity at its time, patient, window.
export function LabelPreview({ d, dose, activityBq, volumeMl, vial, goodUntil }: {
  d: DoseView; dose: string; activityBq: number; volumeMl: number | null; vial: string; goodUntil: number | null;
}) {
  const t = useWords('clinic');
  const f = useFigures();
  const until = d.window?.until ?? (goodUntil ? new Date(goodUntil).toISOString() : null);
  return (
    <section className="rm-card rm-pad">
      <h2 className="rm-h2">{t('label')} <span className="rm-quiet">50 × 25 mm</span></h2>
      <div className="cl-label">
        <LetterBlock letter={d.letter ?? d.product[0]} size={62} />
        <div>
          <b>{d.product} {f.siActivity(activityBq)} @ {f.time(d.inject_at, d.zone)}</b><br />
          {d.patient_name ? `${d.patient_name} · ` : ''}{d.patient}<br />
          {volumeMl !== null ? `${f.volume(volumeMl)} · ` : ''}{vial}<br />
          {dose}{until ? ` · ${t('inject_before', { time: f.until(until, d.inject_at, d.zone) })}` : ''}
        </div>
      </div>
    </section>
  );
}
