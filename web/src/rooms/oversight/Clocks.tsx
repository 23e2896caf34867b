import { useNow } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import { ClockRing } from './ClockRing';
import { ringTone, toneOf, type Duty, type MatrixView } from './matrix-types';

export function Clocks({ clocks, rows }: { clocks: Duty[]; rows: MatrixView['rows'] }) {
  const t = useWords('oversight');
  const running = clocks.filter((c) => c.state !== 'met');
  const met = clocks.length - running.length;
  return (
    <div className="ov-clocks">
      <h2 className="rm-h2">{t('clocks')}</h2>
      {!running.length && <p className="rm-quiet">{t('clocks_none')}</p>}
      {running.map((c, i) => <Clock key={`${c.duty}${c.subject ?? ''}${i}`} c={c} agency={rows.find((r) => r.agency === c.agency)?.agency_name ?? c.agency ?? ''} />)}
      {met > 0 && <p className="rm-quiet">{t('clocks_met', { n: met })}</p>}
    </div>
  );
}

function Clock({ c, agency }: { c: Duty; agency: string }) {
  const t = useWords('oversight');
  const f = useFigures();
  const now = useNow();
  const left = c.due_at ? (Date.parse(c.due_at) - now) / 1000 : null;
  const share = c.started_at && c.due_at ? (now - Date.parse(c.started_at)) / Math.max(1, Date.parse(c.due_at) - Date.parse(c.started_at)) : c.elapsed_share ?? 0;
  return (
    <div className="ov-clock">
      <div className="ov-ring-cell">
        <ClockRing share={c.state === 'overdue' ? 1 : share} tone={ringTone(c.state)} />
        {left !== null && <span className={`ov-left ov-${ringTone(c.state)}`}>{left < 0 ? `−${f.duration(-left)}` : f.duration(left)}</span>}
      </div>
      <div>
        <b>{c.title}</b>
        <small>{[agency, c.subject, c.holder].filter(Boolean).join(' · ')}</small>
        <small>{[c.citation, c.due_at ? t('due_at', { at: f.dateTime(c.due_at) }) : ''].filter(Boolean).join(' · ')}</small>
        <Mark tone={toneOf(c.state)}>{t(`state_${c.state}`)}</Mark>
      </div>
    </div>
  );
}
