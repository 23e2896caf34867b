import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useBoard } from '../../../pages/board/useBoard';
import { usePedal } from '../../desk/acts';
import { useAddress, useRoomView, type Problem } from '../../desk/data';
import { useFigures } from '../../desk/figures';
import { Mark, PageHead, Shown } from '../../desk/pieces';
import { Refusal } from '../../desk/Refusal';
import { useWords } from '../../desk/words';
import { FullStop, isFullStop } from '../FullStop';
import type { DoseView } from '../dose-types';
import { LetterBlock } from '../LetterBlock';
import { Drawing } from './Drawing';
import { whatIs, type Scanned } from './scans';
import { useCalibrators, useProof } from './useProof';
import '../clinic.css';
import './draw.css';

const three: Scanned[] = ['vial', 'order', 'patient'];

// A dose drawn with gloves on: three scans in any order, then numbers, then one key. Everything to touch is 20 mm wide at least.
export default function DrawPage() {
  const t = useWords('clinic');
  const { go } = useAddress();
  const doses = useRoomView<{ doses: DoseView[] }>('/clinic/doses');
  const board = useBoard();
  const [scans, setScans] = useState<Partial<Record<Scanned, string>>>({});
  const [unknown, setUnknown] = useState('');
  const [stop, setStop] = useState<Problem | null>(null);
  const pedal = usePedal();
  const vials = (board.data?.rows ?? []).filter((r) => r.kind === 'vial' || r.kind === 'preparation');
  const vial = vials.find((v) => v.item === scans.vial);
  const view = useRoomView<DoseView>(scans.order ? `/clinic/doses/${encodeURIComponent(scans.order)}` : null);
  const d = view.data?.order === scans.order ? view.data : undefined;
  const refused = (p: Problem) => { if (isFullStop(p)) setStop(p); };
  const calibrators = useCalibrators(vial?.site);
  const proof = useProof(d, vial, scans.patient, calibrators[0]?.instrument, refused);
  const back = () => { setScans({}); setUnknown(''); setStop(null); };
  const take = (text: string) => {
    const said = whatIs(text, { vials, doses: doses.data?.doses ?? [] });
    setUnknown(said ? '' : text);
    if (said) setScans((s) => ({ ...s, [said.kind]: said.id }));
  };
  return (
    <div className="rm-page dr-page" ref={pedal}>
      <PageHead title={t('draw_title')} sub={t('draw_sub')} />
      <Shown pending={doses.pending || board.pending} problem={doses.error ?? board.error}>
        <Scan onScan={take} unknown={unknown} />
        <ol className="dr-proofs">
          {three.map((k) => (
            <li key={k} className="rm-card rm-pad">
              <Mark tone={scans[k] ? 'ok' : 'idle'}>{t(`draw_${k}`)}</Mark>
              <b>{scans[k] ?? t('draw_wait')}</b>
              {k === 'vial' && vial && <small>{vial.product_name}</small>}
              {k === 'order' && d && <small>{d.product_name}</small>}
              {k === 'patient' && scans.patient && scans.patient === d?.patient && <small>{d.patient_name}</small>}
            </li>
          ))}
        </ol>
        {!scans.order && <Waiting doses={doses.data?.doses ?? []} />}
        {proof.problem && !stop && <Refusal problem={proof.problem} />}
        {d && vial && proof.proven && <Drawing key={d.order} d={d} vial={vial} patient={scans.patient!} calibrators={calibrators} onRefused={refused} onNext={back} />}
        <div className="dr-leave">
          {three.some((k) => scans[k]) && <button type="button" className="rm-button" onClick={back}>{t('put_back')}</button>}
          <button type="button" className="rm-button" onClick={() => go('/hotlab')}>{t('draw_leave')}</button>
        </div>
      </Shown>
      {stop && <FullStop problem={stop} onBack={back} />}
    </div>
  );
}

const beforeDrawing = new Set(['requested', 'accepted', 'prescribed', 'directed', 'waiting', 'booked']);

// Whose dose comes next, so that nobody looks for an order by hand.
function Waiting({ doses }: { doses: DoseView[] }) {
  const t = useWords('clinic');
  const f = useFigures();
  const next = doses.filter((d) => beforeDrawing.has(d.state)).sort((a, b) => a.inject_at.localeCompare(b.inject_at)).slice(0, 4);
  return (
    <section className="rm-card rm-pad dr-waiting" aria-label={t('draw_waiting')}>
      <h2 className="rm-h2">{t('draw_waiting')}</h2>
      {!next.length && <p className="rm-empty">{t('draw_waiting_none')}</p>}
      {next.map((d) => (
        <div key={d.order} className="rm-row">
          <span className="cl-product"><LetterBlock letter={d.letter ?? d.product[0]} /><span><b>{f.shortTime(d.inject_at, d.zone)}</b> {d.patient_name || d.patient}<small className="rm-sub">{d.product_name || d.product} · {d.order}</small></span></span>
          <b>{f.siActivity(d.prescribed_bq)}</b>
        </div>
      ))}
    </section>
  );
}

// A scanner types and ends with Enter; the field keeps the focus, so that the next scan goes there too.
function Scan({ onScan, unknown }: { onScan: (text: string) => void; unknown: string }) {
  const t = useWords('clinic');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = (e: FormEvent) => {
    e.preventDefault();
    const text = field.current!.value;
    field.current!.value = '';
    if (text.trim()) onScan(text);
  };
  return (
    <form className="dr-scan" onSubmit={send}>
      <label htmlFor="dr-scan">{t('draw_scan')}</label>
      <input id="dr-scan" ref={field} className="rm-input" autoComplete="off" autoCapitalize="characters" spellCheck={false} />
      {unknown && <p role="alert"><Mark tone="crit">{t('draw_unknown', { text: unknown })}</Mark></p>}
    </form>
  );
}
