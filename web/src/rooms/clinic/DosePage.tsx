import { useState } from 'react';
import { useBoard } from '../../pages/board/useBoard';
import { usePedal } from '../desk/acts';
import { useAddress, useFromNow, useRoomView, type Problem } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Block, Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { AfterDrawing } from './AfterDrawing';
import { DrawDesk } from './DrawDesk';
import { FullStop, isFullStop } from './FullStop';
import { LetterBlock } from './LetterBlock';
import { Proofs } from './Proofs';
import { doseTone, type DoseView } from './dose-types';
import './clinic.css';

export default function DosePage() {
  const t = useWords('clinic');
  const { param } = useAddress();
  const id = param('id');
  const view = useRoomView<DoseView>(`/clinic/doses/${encodeURIComponent(id)}`);
  const board = useBoard();
  const [stop, setStop] = useState<Problem | null>(null);
  const pedal = usePedal();
  const d = view.data;
  const rows = board.data?.rows ?? [];
  const vial = d && (rows.find((r) => r.item === d.vial)
    ?? rows.find((r) => ['vial', 'preparation'].includes(r.kind) && r.coverage?.some((c) => c.order === d.order))
    ?? rows.find((r) => r.product === d.product && r.state === 'available' && ['vial', 'preparation'].includes(r.kind)));
  // A mismatch of patient or product takes the whole screen; every other refusal stays beside its button.
  const refused = (p: Problem) => { if (isFullStop(p)) setStop(p); };
  return (
    <div className="rm-page cl-page" ref={pedal}>
      <Shown pending={view.pending} problem={view.error}>
        {d && (
          <>
            <Banner d={d} />
            <div className={d.given ? 'cl-lay cl-after' : 'cl-lay'}>
              <div className="cl-col">
                <Prescribed d={d} />
                <Proofs d={d} onRefused={refused} />
              </div>
              {d.drawn ? <AfterDrawing d={d} vial={vial} onRefused={refused} /> : <DrawDesk d={d} vial={vial} rows={rows} onRefused={refused} />}
            </div>
            <section className="rm-card cl-record">
              <Record d={d} />
            </section>
          </>
        )}
        {!d && !view.pending && !view.error && <p className="rm-empty">{t('nothing')}</p>}
      </Shown>
      {stop && <FullStop problem={stop} onBack={() => setStop(null)} />}
    </div>
  );
}

function Banner({ d }: { d: DoseView }) {
  const t = useWords('clinic');
  const f = useFigures();
  const today = useFromNow((now) => f.date(new Date(now).toISOString()));
  return (
    <header className="cl-banner">
      <LetterBlock letter={d.letter ?? d.product[0]} size={44} />
      <h1>{d.patient_name ? <>{d.patient_name} <small>{d.patient}</small></> : d.patient}</h1>
      <dl>
        <div><dt>{t('order')}</dt><dd>{d.order}</dd></div>
        <div><dt>{t('product')}</dt><dd>{d.product_name || d.product}</dd></div>
        <div><dt>{t('time')}</dt><dd>{f.date(d.inject_at, d.zone) === today ? f.time(d.inject_at, d.zone) : f.dateTime(d.inject_at, d.zone)}</dd></div>
      </dl>
      <span className="cl-state"><Mark tone={doseTone[d.state] ?? 'idle'}>{t.or(`state_${d.state}`, d.state)}</Mark></span>
    </header>
  );
}

function Prescribed({ d }: { d: DoseView }) {
  const t = useWords('clinic');
  const f = useFigures();
  const part = d.tolerance_percent / 100;
  return (
    <section className="rm-card rm-pad">
      <h2 className="rm-h2">{d.prescription?.by ? t('prescribed_by', { name: d.prescription.by }) : t('prescribed')}</h2>
      <p className="cl-big">{f.activity(d.prescribed_bq)} <small>{t('at', { time: f.time(d.inject_at, d.zone) })}</small></p>
      <p className="rm-quiet">{t('allowed', { low: f.activity(d.prescribed_bq * (1 - part)), high: f.activity(d.prescribed_bq * (1 + part)), percent: f.number(d.tolerance_percent) })}</p>
      {d.window && <p className="rm-quiet">{t('window', { from: f.time(d.window.from, d.zone), until: f.until(d.window.until, d.window.from, d.zone) })}</p>}
      {d.directive && <p><Mark tone="ok">{t('directive', { name: d.directive.by, time: f.dateTime(d.directive.at, d.zone) })}</Mark></p>}
    </section>
  );
}

function Record({ d }: { d: DoseView }) {
  const t = useWords('clinic');
  const f = useFigures();
  return (
    <Block title={t('record')} empty={!d.record?.length && t('record_none')}>
      {d.record?.slice().reverse().map((r, i) => (
        <div className="rm-row" key={r.seq ?? i}><span>{f.inWords(r.text, d.zone)}</span><span className="rm-quiet">{f.dateTime(r.at, d.zone)}</span>{r.by && <small>{r.by}</small>}</div>
      ))}
    </Block>
  );
}
