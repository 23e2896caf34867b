import { useRef } from 'react';
import { usePedal } from '../desk/acts';
import { useAddress, useNow, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useKeys } from '../desk/keys';
import { Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { BatchSide } from './BatchSide';
import { BatchWork } from './BatchWork';
import { CurrentStep } from './CurrentStep';
import { Release } from './Release';
import { StepList } from './StepList';
import { finished, firstOpen, type BatchRecord } from './batch-types';
import './production.css';

export default function BatchPage() {
  const t = useWords('production');
  const { param, query, setQuery } = useAddress();
  const id = param('id');
  const view = useRoomView<BatchRecord>(`/production/batches/${encodeURIComponent(id)}`);
  const pedal = usePedal();
  const b = view.data;
  const wanted = query.get('step');
  const step = b && (b.steps.find((s) => String(s.no) === wanted) ?? firstOpen(b.steps));
  const allDone = !!b && b.steps.length > 0 && b.steps.every(finished);
  const release = wanted === 'release' || (!wanted && allDone);
  const move = (by: number) => {
    const at = b?.steps.findIndex((s) => s.no === step?.no) ?? -1;
    const next = b?.steps[at + by];
    if (next) setQuery({ step: String(next.no) });
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  return (
    <div className="rm-page pr-hotcell" data-theme="hotcell" ref={pedal}>
      <Shown pending={view.pending} problem={view.error}>
        {b && (
          <>
            <BatchHead b={b} />
            <div className="pr-lay">
              <StepList steps={b.steps} current={release || wanted === 'work' ? null : step?.no ?? null} page={release ? 'release' : wanted === 'work' ? 'work' : null} released={!!b.release}
                onPick={(no) => setQuery({ step: String(no) })} />
              {wanted === 'work' ? <BatchWork b={b} /> : release || !step
                ? <Release b={b} />
                : <CurrentStep key={`${b.batch}${step.no}`} b={b} step={step} onSigned={() => setQuery({ step: null })} onMove={move} />}
              <BatchSide b={b} />
            </div>
          </>
        )}
        {!b && !view.pending && !view.error && <p className="rm-empty">{t('no_batch')}</p>}
      </Shown>
    </div>
  );
}

function BatchHead({ b }: { b: BatchRecord }) {
  const t = useWords('production');
  const f = useFigures();
  const now = useNow();
  const loaded = useLoadedAt(b, now);
  const since = b.since_eob_s !== null && b.since_eob_s !== undefined ? b.since_eob_s + (b.release ? 0 : (now - loaded) / 1000) : null;
  return (
    <header className="pr-head">
      <div>
        <h1>{b.batch} <span>{t('record_of')}</span></h1>
        <p>{b.product_name || b.product}{b.master ? ` · ${t('master', { version: b.master.version })}` : ''} · <Mark tone={b.release ? 'ok' : b.holds.length ? 'crit' : 'info'}>{t.or(`state_${b.state}`, b.state)}</Mark></p>
      </div>
      <dl>
        {since !== null && <div><dt>{t('since_eob')}</dt><dd>{f.clock(since)}</dd></div>}
        {b.enough && <div><dt>{t('needed')}{b.enough.at ? ` ${f.time(b.enough.at, b.zone)}` : ''}</dt><dd>{f.activity(b.enough.needed_bq)}</dd></div>}
        {b.release && <div><dt>{t('released')}</dt><dd>{f.time(b.release.at, b.zone)}</dd></div>}
      </dl>
    </header>
  );
}

// The server's count is true at the moment it answered; the page counts on from there.
function useLoadedAt(b: BatchRecord, now: number) {
  const ref = useRef<{ b: BatchRecord; at: number } | null>(null);
  if (!ref.current || ref.current.b !== b) ref.current = { b, at: now };
  return ref.current.at;
}
