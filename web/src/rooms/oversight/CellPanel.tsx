import { useState } from 'react';
import { useAddress, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { toneOf, type CellView } from './matrix-types';

// From a cell to its duties to the entries of the ledger that prove them.
export function CellPanel({ agency, stage, title, stageTitle, onClose }: {
  agency: string; stage: string; title: string; stageTitle: string; onClose: () => void;
}) {
  const t = useWords('oversight');
  const f = useFigures();
  const { Link } = useAddress();
  const view = useRoomView<CellView>(`/oversight/cell?agency=${encodeURIComponent(agency)}&stage=${encodeURIComponent(stage)}`);
  const [picked, setPicked] = useState<string | null>(null);
  const v = view.data;
  const shown = v?.evidence.filter((e) => !picked || e.event === picked) ?? [];
  return (
    <div className="ov-cell" role="region" aria-label={title}>
      <div className="ov-cell-head">
        <div><h2>{title}</h2><small>{t('stage', { stage: stageTitle })}</small></div>
        <button type="button" className="rm-button" onClick={onClose}>{t('close')} <kbd>Esc</kbd></button>
      </div>
      <Shown pending={view.pending} problem={view.error}>
        {v && (
          <>
            <h3>{t('duties')}</h3>
            {!v.duties.length && <p className="rm-quiet">{t('duties_none')}</p>}
            {v.duties.map((d, i) => (
              <div className="rm-row" key={`${d.duty}${d.subject ?? ''}${i}`}>
                <b>{d.title}</b><Mark tone={toneOf(d.state)}>{t(`state_${d.state}`)}</Mark>
                <small className="rm-full">{[d.subject, d.holder, d.citation].filter(Boolean).join(' · ')}</small>
                {d.due_at && <small className="rm-full">{t('due_at', { at: f.dateTime(d.due_at) })}</small>}
                {d.proof
                  ? <small className="rm-full"><button type="button" className="rm-link" aria-pressed={picked === d.proof.event} onClick={() => setPicked(picked === d.proof!.event ? null : d.proof!.event)}>{t('proof', { at: f.dateTime(d.proof.at) })}</button></small>
                  : d.state === 'unproven' && <small className="rm-full">{t('unproven_why')}</small>}
              </div>
            ))}
            {!!v.withheld && <p className="rm-quiet">{t('withheld', { n: v.withheld })}</p>}
            <h3>{t('evidence')}</h3>
            {!shown.length && <p className="rm-quiet">{t('evidence_none')}</p>}
            {shown.map((e) => (
              <div className="rm-row" key={e.event}>
                <Link to={`/audit?event=${encodeURIComponent(e.event)}`}>{e.text || e.type}</Link><span className="rm-quiet">{f.dateTime(e.at)}</span>
                <small className="rm-full"><code title={e.hash}>{e.hash?.slice(0, 16)}</code>{e.signatures?.length ? ` · ${t('signatures', { n: e.signatures.length })}` : ''}</small>
              </div>
            ))}
          </>
        )}
      </Shown>
    </div>
  );
}
