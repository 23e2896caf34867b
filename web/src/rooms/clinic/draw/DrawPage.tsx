import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useBoard } from '../../../pages/board/useBoard';
import { usePedal } from '../../desk/acts';
import { useAddress, useRoomView, type Problem } from '../../desk/data';
import { Mark, PageHead, Shown } from '../../desk/pieces';
import { Refusal } from '../../desk/Refusal';
import { useWords } from '../../desk/words';
import { FullStop, isFullStop } from '../FullStop';
import type { DoseView } from '../dose-types';
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
        {proof.problem && !stop && <Refusal problem={proof.problem} />}
        {d && vial && proof.proven && <Drawing key={d.order} d={d} vial={vial} patient={scans.patient!} calibrators={calibrators} onRefused={refused} onNext={back} />}
        <div className="dr-leave">
          <button type="button" className="rm-button" onClick={back}>{t('put_back')}</button>
          <button type="button" className="rm-button" onClick={() => go('/hotlab')}>{t('draw_leave')}</button>
        </div>
      </Shown>
      {stop && <FullStop problem={stop} onBack={back} />}
    </div>
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
