import { CommandForm } from '../desk/acts';
import type { Problem } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { DoseView } from './dose-types';

// What was not planned: a dose topped up or not given, and what happened to one that was.
export function Mishaps({ d, dose, onRefused }: { d: DoseView; dose: string; onRefused: (p: Problem) => void }) {
  const t = useWords('clinic');
  const reasons = ['patient_absent', 'patient_unfit', 'patient_refused', 'dose_damaged', 'dose_too_weak', 'examination_changed'];
  const outcomes = ['extravasated', 'vomited', 'interrupted', 'partly_given'];
  if (!d.given)
    return (
      <section className="rm-card rm-pad" aria-label={t('otherwise')}>
        <h2 className="rm-h2">{t('otherwise')}</h2>
        <details>
          <summary>{t('top_up')}</summary>
          <CommandForm command="hotlab/top-up-dose" fixed={{ dose }} submit={t('top_up')} preview={t('may_i')} onRefused={onRefused}
            fields={[{ name: 'vial', label: t('field_vial'), value: d.vial ?? '', required: true }, { name: 'activity', label: t('activity_total'), unit: ['MBq', 'GBq'], required: true },
              { name: 'volume', label: t('volume_added'), unit: ['mL'], required: true }, { name: 'calibrator', label: t('field_calibrator'), of: 'calibrator', required: true }, { name: 'witness', label: t('witness') }]} />
        </details>
        <details>
          <summary>{t('not_given')}</summary>
          <CommandForm command="clinic/not-given" fixed={{ dose }} signed meaning={t('meaning_not_given', { dose })} submit={t('not_given')} danger onRefused={onRefused}
            fields={[{ name: 'reason', label: t('why'), value: reasons[0], options: reasons.map((r): [string, string] => [r, t(`reason_${r}`)]), required: true },
              { name: 'again', label: t('draw_again'), type: 'flag' }, { name: 'remark', label: t('remark'), wide: true }]} />
        </details>
      </section>
    );
  return (
    <section className="rm-card rm-pad" aria-label={t('otherwise')}>
      <h2 className="rm-h2">{t('otherwise')}</h2>
      <Happened d={d} />
      <details>
        <summary>{t('report_outcome')}</summary>
        <CommandForm command="clinic/report-outcome" fixed={{ dose }} signed meaning={t('meaning_outcome', { dose })} submit={t('report_outcome')} onRefused={onRefused}
          fields={[{ name: 'outcome', label: t('what_happened'), value: outcomes[0], options: outcomes.map((o): [string, string] => [o, t(`outcome_${o}`)]), required: true },
            { name: 'share', label: t('share_lost'), unit: ['%'] }, { name: 'recovered', label: t('recovered'), unit: ['MBq', 'GBq'] }, { name: 'bag', label: t('bag') },
            { name: 'calibrator', label: t('field_calibrator'), of: 'calibrator' }, { name: 'remark', label: t('remark'), wide: true }]} />
      </details>
    </section>
  );
}

function Happened({ d }: { d: DoseView }) {
  const t = useWords('clinic');
  const f = useFigures();
  return (
    <>
      {(d.outcomes ?? []).map((o) => (
        <div className="rm-row" key={o.outcome}>
          <Mark tone="warn">{t.or(`outcome_${o.outcome}`, o.outcome)}</Mark>
          <span className="rm-quiet">{f.dateTime(o.at, d.zone)}</span>
          {o.reportable && <Mark tone="crit">{t('reportable', { clause: o.reportable })}</Mark>}
        </div>
      ))}
    </>
  );
}
