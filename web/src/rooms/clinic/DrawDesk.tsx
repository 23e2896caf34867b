import { useState } from 'react';
import type { BoardRow } from '../../pages/board/board-types';
import { activityAt, decayed, reaches } from '../../pages/board/decay';
import { Act } from '../desk/acts';
import { useNow, type Problem } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import { Advice } from './Advice';
import { DecayWindow } from './DecayWindow';
import { LabelPreview } from './LabelPreview';
import { Syringe } from './Syringe';
import { newDoseId, type DoseView } from './dose-types';

const typed = (s: string) => (/^\s*\d+([.,]\d+)?\s*$/.test(s) ? Number(s.trim().replace(',', '.')) : null);

// Volume first (from the vial's concentration at the planned time), then the calibrator's word, then the label.
export function DrawDesk({ d, vial: usual, rows, onRefused }: { d: DoseView; vial?: BoardRow; rows: BoardRow[]; onRefused: (p: Problem) => void }) {
  const t = useWords('clinic');
  const f = useFigures();
  const now = useNow();
  const [reading, setReading] = useState('');
  const [volume, setVolume] = useState('');
  const [calibrator, setCalibrator] = useState('');
  const [product, setProduct] = useState('');
  const [witness, setWitness] = useState('');
  const [sheet, setSheet] = useState('');
  const [scanned, setSource] = useState<string | null>(null);
  // The vial that was scanned counts, not the one that was expected; the board may come later than the order.
  const source = scanned ?? d.vial ?? usual?.item ?? '';
  const vial = scanned === null ? usual : rows.find((r) => r.item === scanned);
  const planned = Date.parse(d.inject_at);
  const half = d.half_life_s ?? vial?.half_life_s ?? 0;
  const part = d.tolerance_percent / 100;
  const perMl = vial?.volume_ml ? activityAt(vial, now) / vial.volume_ml : null;
  const perMlThen = perMl && half ? decayed(perMl, now, planned, half) : null;
  const advised = d.volume_ml ?? (perMlThen ? d.prescribed_bq / perMlThen : null);
  const mbq = typed(reading);
  const then = mbq !== null && half ? decayed(mbq * 1e6, now, planned, half) : null;
  const off = then !== null ? (then / d.prescribed_bq - 1) * 100 : null;
  const inside = off !== null && Math.abs(off) <= d.tolerance_percent;
  const shown = then ?? d.prescribed_bq;
  const good = half && shown > d.prescribed_bq * (1 - part) ? reaches(shown, planned, d.prescribed_bq * (1 - part), half) : null;
  const body = { dose: newDoseId(d), vial: source, order: d.order, activity: `${mbq ?? ''} MBq`, volume: `${typed(volume) ?? advised?.toFixed(2) ?? ''} mL`, calibrator,
    ...(product.trim() && { product: product.trim() }), ...(witness.trim() && { witness: witness.trim() }), ...((d.prescription?.count ?? 1) > 1 && { count: d.prescription?.count }),
    ...((d.prescription?.syringes ?? 1) > 1 && { parts: d.prescription?.syringes }), ...(sheet.trim() && { patient: sheet.trim() }) };
  return (
    <>
      <section className="rm-card rm-pad cl-draw" aria-label={t('draw_from', { vial: source || '–' })}>
        <h2 className="rm-h2">{t('draw_from', { vial: source || '–' })}</h2>
        {!vial && <p><Mark tone="warn">{t('no_vial')}</Mark></p>}
        <div className="cl-syringe-row">
          {advised !== null && advised > 0 && (
            <Syringe volume={advised} low={advised * (1 - part)} high={advised * (1 + part)} size={advised <= 2.8 ? 3 : advised <= 4.7 ? 5 : advised <= 9.5 ? 10 : 20}
              volumeText={f.number(advised, 2)} activityText={f.activity(d.prescribed_bq)} title={t('syringe_label', { volume: f.volume(advised) })} />
          )}
          <div className="cl-upto">
            {advised !== null && (
              <>
                <span>{t('draw_up_to')}</span>
                <p className="cl-huge">{f.volume(advised)}</p>
                <span className="rm-quiet">{t('between', { low: f.volume(advised * (1 - part)), high: f.volume(advised * (1 + part)) })}</span>
              </>
            )}
            {vial && (
              <dl className="rm-pairs">
                {!!vial.volume_ml && <><dt>{t('vial_before')}</dt><dd>{f.volume(vial.volume_ml)}</dd></>}
                {perMl && <><dt>{t('per_ml')}</dt><dd>{f.activityNow(perMl)}</dd></>}
                {!!vial.volume_ml && advised !== null && <><dt>{t('vial_after')}</dt><dd>{f.volume(vial.volume_ml - advised)}</dd></>}
              </dl>
            )}
            <Served vial={vial} order={d.order} />
          </div>
        </div>
      </section>
      <div className="cl-col">
        <section className={inside ? 'rm-card rm-pad cl-inside' : 'rm-card rm-pad'}>
          <h2 className="rm-h2">{t('in_calibrator')}</h2>
          <div className="cl-reading">
            <label htmlFor="cl-reading" className="rm-hidden">{t('reading')}</label>
            <input id="cl-reading" inputMode="decimal" autoComplete="off" value={reading} onChange={(e) => setReading(e.target.value)} placeholder="–" />
            <span>MBq</span>
          </div>
          {then !== null && (
            <p className={inside ? 'cl-verdict' : 'cl-verdict cl-verdict-out'} role="status">
              <b>{f.withU(then, then * (d.reading_u_fraction ?? 0))}</b>{' '}
              <span>{t('when_injected', { time: f.time(d.inject_at, d.zone) })}{!!d.reading_u_fraction && ` · ${t('coverage')}`}<br />
                {t(inside ? 'off_inside' : 'off_outside', { off: `${off! > 0 ? '+' : ''}${f.number(off!, 1)}`, target: f.activity(d.prescribed_bq), tolerance: f.number(d.tolerance_percent) })}</span>
            </p>
          )}
          <div className="cl-fields">
            <Small id="cl-vial" label={t('field_vial')} value={source} set={setSource} />
            <Small id="cl-volume" label={t('field_volume')} value={volume} set={setVolume} hint={advised ? f.number(advised, 2) : ''} />
            <Small id="cl-cal" label={t('field_calibrator')} value={calibrator} set={setCalibrator} hint="DC-5" />
            <Small id="cl-product" label={t('field_product')} value={product} set={setProduct} />
            <Small id="cl-witness" label={t('witness')} value={witness} set={setWitness} />
            <Small id="cl-sheet" label={t('field_sheet')} value={sheet} set={setSheet} />
          </div>
          {(d.prescription?.count ?? 1) > 1 && <p><Mark tone="warn">{t('pieces_prescribed', { count: d.prescription!.count! })}</Mark></p>}
          {(d.prescription?.syringes ?? 1) > 1 && <p><Mark tone="warn">{t('first_of', { count: d.prescription!.syringes! })}</Mark></p>}
          <Advice d={d} vial={source} mbq={mbq} />
          <Act command="hotlab/draw-dose" body={body} tone="go" onRefused={onRefused} done={t('drawn_done')}>
            {mbq !== null ? t('accept', { activity: f.activity(then ?? mbq * 1e6) }) : t('accept_none')} <kbd>F8</kbd>
          </Act>
        </section>
        {half > 0 && (
          <section className="rm-card rm-pad">
            <h2 className="rm-h2">{good ? t('good_until', { time: f.until(new Date(good).toISOString(), d.inject_at, d.zone) }) : t('too_weak_now')}</h2>
            <DecayWindow halfLifeS={half} planned={{ at: planned, bq: shown, ...(mbq !== null ? { drawnAt: now, drawnBq: mbq * 1e6 } : {}) }}
              low={d.prescribed_bq * (1 - part)} high={d.prescribed_bq * (1 + part)} target={d.prescribed_bq} good={good}
              label={t('window_label')} time={(ms) => f.shortTime(new Date(ms).toISOString(), d.zone)} activity={(b) => f.siActivity(b)}
              words={{ planned: t('planned'), tooWeak: t('too_weak') }} />
          </section>
        )}
        <LabelPreview d={d} dose={newDoseId(d)} activityBq={shown} volumeMl={typed(volume) ?? advised} vial={source} goodUntil={good} />
      </div>
    </>
  );
}

function Small({ id, label, value, set, hint }: { id: string; label: string; value: string; set: (v: string) => void; hint?: string }) {
  return <div><label htmlFor={id}>{label}</label><input id={id} className="rm-input" value={value} placeholder={hint} autoComplete="off" onChange={(e) => set(e.target.value)} /></div>;
}

// What this draw leaves for the others booked on the same vial.
function Served({ vial, order }: { vial?: BoardRow; order: string }) {
  const t = useWords('clinic');
  const rest = vial?.coverage?.filter((c) => c.order !== order) ?? [];
  if (!rest.length) return null;
  const missing = rest.filter((c) => !c.covered);
  return (
    <div className="cl-served">
      <span className="rm-quiet">{t('still_serves')}</span>
      <div>{rest.map((c) => <span key={c.order} className={c.covered ? 'cl-served-yes' : 'cl-served-no'}>{c.covered ? '' : '× '}{c.patient}</span>)}</div>
      {missing.length ? <Mark tone="crit">{t('not_served', { patients: missing.map((c) => c.patient).join(', ') })}</Mark> : <Mark tone="ok">{t('all_served')}</Mark>}
    </div>
  );
}
