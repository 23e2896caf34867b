import { useState } from 'react';
import type { BoardRow } from '../../pages/board/board-types';
import { activityAt, decayed, reaches } from '../../pages/board/decay';
import { Act } from '../desk/acts';
import { useNow, type Problem } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import { Advice } from './Advice';
import { LabelPreview } from './LabelPreview';
import { GoodUntil, UpTo } from './UpTo';
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
        <UpTo d={d} vial={vial} volume={advised} perMl={perMl} />
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
            <GoodUntil d={d} planned={planned} bq={shown} half={half} good={good} drawn={mbq !== null ? { at: now, bq: mbq * 1e6 } : undefined} />
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
