import { useState } from 'react';
import type { BoardRow } from '../../../pages/board/board-types';
import { activityAt, decayed, reaches } from '../../../pages/board/decay';
import { Act } from '../../desk/acts';
import { useNow, useRoomView, type Problem } from '../../desk/data';
import { useFigures } from '../../desk/figures';
import { Mark } from '../../desk/pieces';
import { useWords } from '../../desk/words';
import { Advice } from '../Advice';
import { newDoseId, type DoseView } from '../dose-types';
import { GoodUntil, UpTo } from '../UpTo';
import type { Calibrator } from './useProof';

interface Reading { reading: string; instrument: string; nuclide: string; activity_bq: number; at: string }

const typed = (s: string) => (/^\s*\d+([.,]\d+)?\s*$/.test(s) ? Number(s.trim().replace(',', '.')) * 1e6 : null);

// A reading of a calibrator that is connected comes by itself: the newest that nobody used. Of any other it is typed.
function useReading(d: DoseView, calibrators: Calibrator[]) {
  const [picked, setPicked] = useState<string | null>(null);
  const [hand, setHand] = useState('');
  const fresh = useRoomView<{ readings: Reading[] }>('/instruments/readings').data?.readings ?? [];
  const reading = fresh.find((r) => r.nuclide === d.nuclide && calibrators.some((c) => c.instrument === r.instrument) && (!picked || r.instrument === picked));
  const calibrator = calibrators.find((c) => c.instrument === (picked ?? reading?.instrument)) ?? calibrators[0];
  const connected = !!calibrator?.address;
  return { calibrator, setPicked, connected, reading: connected ? reading : undefined, hand, setHand, bq: connected ? reading?.activity_bq ?? null : typed(hand) };
}

export function Drawing({ d, vial, patient, calibrators, onRefused, onNext }: { d: DoseView; vial: BoardRow; patient: string; calibrators: Calibrator[]; onRefused: (p: Problem) => void; onNext: () => void }) {
  const t = useWords('clinic');
  const f = useFigures();
  const now = useNow();
  const r = useReading(d, calibrators);
  const planned = Date.parse(d.inject_at), half = d.half_life_s ?? vial.half_life_s, part = d.tolerance_percent / 100;
  const perMl = vial.volume_ml ? decayed(activityAt(vial, now), now, planned, half) / vial.volume_ml : null;
  const volume = d.volume_ml ?? (perMl ? d.prescribed_bq / perMl : null);
  // Once the planned time has passed, the injection is now.
  const at = Math.max(now, planned);
  const then = r.bq === null ? null : decayed(r.bq, r.reading ? Date.parse(r.reading.at) : now, at, half);
  const off = then === null ? null : (then / d.prescribed_bq - 1) * 100;
  const inside = off !== null && Math.abs(off) <= d.tolerance_percent;
  const good = inside && half > 0 ? reaches(then!, at, d.prescribed_bq * (1 - part), half) : null;
  if (d.drawn) return <Done d={d} onRefused={onRefused} onNext={onNext} />;
  const body = { dose: newDoseId(d), vial: vial.item, order: d.order, patient, product: vial.product, calibrator: r.calibrator?.instrument ?? '', activity: `${(r.bq ?? 0) / 1e6} MBq`, volume: `${volume?.toFixed(2) ?? ''} mL`,
    ...(r.reading && { reading: r.reading.reading }), ...((d.prescription?.count ?? 1) > 1 && { count: d.prescription?.count }), ...((d.prescription?.syringes ?? 1) > 1 && { parts: d.prescription?.syringes }) };
  return (
    <section className="dr-numbers">
      <div className="rm-card rm-pad">
        <h2 className="rm-h2">{t('draw_from', { vial: vial.item })} · {f.activity(d.prescribed_bq)} {t('at', { time: f.time(d.inject_at, d.zone) })}</h2>
        <UpTo d={d} vial={vial} volume={volume} perMl={vial.volume_ml ? activityAt(vial, now) / vial.volume_ml : null} />
      </div>
      <div className={inside ? 'rm-card rm-pad cl-inside' : 'rm-card rm-pad'}>
        <h2 className="rm-h2">{t('in_calibrator')} {calibrators.length < 2 && r.calibrator?.instrument}</h2>
        {calibrators.length > 1 && (
          <div className="dr-pick" role="group" aria-label={t('field_calibrator')}>
            {calibrators.map((c) => <button key={c.instrument} type="button" className={c === r.calibrator ? 'rm-button rm-primary' : 'rm-button'} aria-pressed={c === r.calibrator} onClick={() => r.setPicked(c.instrument)}>{c.instrument}</button>)}
          </div>
        )}
        {r.connected
          ? <p className="cl-huge" role="status">{r.bq === null ? <Mark tone="idle">{t('draw_no_reading')}</Mark> : f.siActivity(r.bq)}</p>
          : <div className="dr-hand"><label htmlFor="dr-reading">{t('reading')}</label><input id="dr-reading" className="rm-input" inputMode="decimal" autoComplete="off" value={r.hand} onChange={(e) => r.setHand(e.target.value)} /></div>}
        {then !== null && (
          <p className={inside ? 'cl-verdict' : 'cl-verdict cl-verdict-out'} role="status">
            <b>{f.withU(then, then * (d.reading_u_fraction ?? 0))}</b>{' '}
            <span>{t('when_injected', { time: f.time(new Date(at).toISOString(), d.zone) })}<br />
              {t(inside ? 'off_inside' : 'off_outside', { off: `${off! > 0 ? '+' : ''}${f.number(off!, 1)}`, target: f.activity(d.prescribed_bq), tolerance: f.number(d.tolerance_percent) })}</span>
          </p>
        )}
        {then !== null && inside && half > 0 && (
          <>
            <p>{t('good_until', { time: f.until(new Date(good!).toISOString(), d.inject_at, d.zone) })}</p>
            <GoodUntil d={d} planned={at} bq={then} half={half} good={good} />
          </>
        )}
        <Advice d={d} vial={vial.item} mbq={r.bq === null ? null : r.bq / 1e6} />
      </div>
      {r.bq !== null && (
        <Act command="hotlab/draw-dose" body={body} tone="go" onRefused={onRefused} done={t('drawn_done')}>{t('draw_accept', { activity: f.activity(then!) })} <kbd>F8</kbd></Act>
      )}
    </section>
  );
}

// The same key goes on: the label, then the next dose.
function Done({ d, onRefused, onNext }: { d: DoseView; onRefused: (p: Problem) => void; onNext: () => void }) {
  const t = useWords('clinic');
  const f = useFigures();
  const dose = d.drawn?.dose ?? d.dose ?? newDoseId(d);
  return (
    <section className="rm-card rm-pad dr-done">
      <p role="status"><Mark tone="ok">{t('drawn_done')}</Mark></p>
      <p className="cl-huge">{f.siActivity(d.drawn!.activity_bq)}</p>
      <p className="rm-quiet">{dose} · {f.time(d.drawn!.at, d.zone)}</p>
      {d.label
        ? <button type="button" className="rm-button rm-go" data-f8 onClick={onNext}>{t('draw_next')} <kbd>F8</kbd></button>
        : <Act command="hotlab/label-dose" body={{ dose }} tone="go" onRefused={onRefused} done={t('label_done')}>{t('print_label')} <kbd>F8</kbd></Act>}
    </section>
  );
}
