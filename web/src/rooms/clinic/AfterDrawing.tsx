import type { BoardRow } from '../../pages/board/board-types';
import { decayed, reaches } from '../../pages/board/decay';
import { Act, CommandForm } from '../desk/acts';
import { useNow, type Problem } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import { DecayWindow } from './DecayWindow';
import { LabelPreview } from './LabelPreview';
import { Mishaps } from './Mishaps';
import { Release } from './Release';
import { Parts } from './Parts';
import { Syringe } from './Syringe';
import { doseId, newDoseId, type DoseView } from './dose-types';

// A drawn syringe: label it, give it to the right patient, measure what is left, and see what was really given.
export function AfterDrawing({ d, vial, onRefused }: { d: DoseView; vial?: BoardRow; onRefused: (p: Problem) => void }) {
  const t = useWords('clinic');
  const f = useFigures();
  const now = useNow();
  const drawn = d.drawn!;
  const dose = doseId(d) ?? newDoseId(d);
  const half = d.half_life_s ?? vial?.half_life_s ?? 0;
  const planned = Date.parse(d.inject_at);
  const part = d.tolerance_percent / 100;
  const volume = drawn.volume_ml ?? d.volume_ml ?? null;
  const then = half ? decayed(drawn.activity_bq, Date.parse(drawn.at), planned, half) : drawn.activity_bq;
  const u = (bq: number) => (drawn.u_bq ? (bq * drawn.u_bq) / drawn.activity_bq : null);
  const good = half && then > d.prescribed_bq * (1 - part) ? reaches(then, planned, d.prescribed_bq * (1 - part), half) : null;
  return (
    <>
      <section className="rm-card rm-pad cl-draw" aria-label={t('syringe', { dose })}>
        <h2 className="rm-h2">{t('syringe', { dose })}</h2>
        <div className="cl-syringe-row">
          {volume !== null && volume > 0 && !d.given && (
            <Syringe volume={volume} low={volume} high={volume} size={volume <= 2.8 ? 3 : volume <= 4.7 ? 5 : volume <= 9.5 ? 10 : 20}
              volumeText={f.number(volume, 2)} activityText={f.activity(drawn.activity_bq)} title={t('syringe_label', { volume: f.volume(volume) })} />
          )}
          <dl className="rm-pairs cl-upto">
            <dt>{t('drawn')}</dt><dd>{f.withU(drawn.activity_bq, drawn.u_bq)} {t('at', { time: f.time(drawn.at, d.zone) })} · {drawn.by}</dd>
            {!d.given && half > 0 && <><dt>{t('now')}</dt><dd>{f.activityNow(decayed(drawn.activity_bq, Date.parse(drawn.at), now, half))}</dd></>}
            <dt>{t('planned')}</dt><dd>{f.withU(then, u(then))} {t('at', { time: f.time(d.inject_at, d.zone) })}</dd>
            {volume !== null && <><dt>{t('volume')}</dt><dd>{f.volume(volume)}</dd></>}
            {d.given && <><dt>{t('given')}</dt><dd>{f.activityAt(d.given.activity_bq, d.given.at, d.zone)} · {d.given.by} · {t.or(`route_${d.given.route}`, d.given.route)}</dd></>}
            {d.residual_bq !== null && d.residual_bq !== undefined && <><dt>{t('residual')}</dt><dd>{f.activity(d.residual_bq)}</dd></>}
            {d.net_bq !== null && d.net_bq !== undefined && <><dt>{t('net')}</dt><dd><b>{f.activity(d.net_bq)}</b></dd></>}
            {d.effective_dose_msv !== null && d.effective_dose_msv !== undefined && <><dt>{t('effective_dose')}</dt><dd>{f.number(d.effective_dose_msv, 2)} mSv</dd></>}
          </dl>
        </div>
        {!!drawn.u_bq && <p className="rm-quiet">{t('coverage_note')}</p>}
      </section>
      <div className="cl-col">
        {!d.given && (
          <section className="rm-card rm-pad">
            <h2 className="rm-h2">{t('give')}</h2>
            <Parts d={d} dose={dose} onRefused={onRefused} />
            {!d.label && <Act command="hotlab/label-dose" body={{ dose }} onRefused={onRefused} done={t('label_done')}>{t('print_label')}</Act>}
            <p className="rm-quiet">{t('scan_wristband')}</p>
            <CommandForm command="clinic/administer" fixed={{ dose }} signed meaning={t('meaning_given', { dose, patient: d.patient })} submit={t('give_now')} go onRefused={onRefused}
              fields={[
                { name: 'patient', label: t('field_wristband'), required: true },
                { name: 'route', label: t('field_route'), value: 'intravenous', options: [['intravenous', t('route_intravenous')], ['oral', t('route_oral')], ['inhalation', t('route_inhalation')]], required: true },
                ...((d.parts ?? 1) > 1 ? [{ name: 'syringes', label: t('further_scanned'), type: 'list' as const, required: true }] : []),
                ...((d.prescription?.count ?? 1) > 1 ? [{ name: 'count', label: t('pieces'), type: 'number' as const, required: true }] : []),
              ]} />
          </section>
        )}
        {d.given && (d.net_bq === null || d.net_bq === undefined) && (
          <section className="rm-card rm-pad">
            <h2 className="rm-h2">{t('measure_residual')}</h2>
            <p className="rm-quiet">{t('residual_rule')}</p>
            <CommandForm command="clinic/measure-residual" fixed={{ dose }} submit={t('measure_residual')} go onRefused={onRefused}
              fields={[{ name: 'activity', label: t('residual'), unit: ['MBq', 'kBq'], required: true }, { name: 'calibrator', label: t('field_calibrator'), of: 'calibrator', required: true }]} />
          </section>
        )}
        {d.given && d.use === 'therapeutic' && <Release d={d} dose={dose} onRefused={onRefused} />}
        <Mishaps d={d} dose={dose} onRefused={onRefused} />
        {d.given && d.net_bq !== null && d.net_bq !== undefined && <p><Mark tone="ok">{t('closed')}</Mark></p>}
        {!d.given && half > 0 && (
          <section className="rm-card rm-pad">
            <h2 className="rm-h2">{good ? t('good_until', { time: f.until(new Date(good).toISOString(), d.inject_at, d.zone) }) : t('too_weak_now')}</h2>
            <DecayWindow halfLifeS={half} planned={{ at: planned, bq: then, drawnAt: Date.parse(drawn.at), drawnBq: drawn.activity_bq }}
              low={d.prescribed_bq * (1 - part)} high={d.prescribed_bq * (1 + part)} target={d.prescribed_bq} good={good}
              label={t('window_label')} time={(ms) => f.shortTime(new Date(ms).toISOString(), d.zone)} activity={(b) => f.siActivity(b)}
              words={{ planned: t('planned'), tooWeak: t('too_weak') }} />
          </section>
        )}
        <LabelPreview d={d} dose={dose} activityBq={then} volumeMl={volume} vial={d.vial ?? ''} goodUntil={good} />
      </div>
    </>
  );
}
