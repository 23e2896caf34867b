import { useAddress, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useKeys } from '../desk/keys';
import { Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { CellPanel } from './CellPanel';
import { Clocks } from './Clocks';
import { MatrixTable } from './MatrixTable';
import type { MatrixView } from './matrix-types';
import './oversight.css';

export default function OversightPage() {
  const t = useWords('oversight');
  const { query, setQuery, Link } = useAddress();
  const view = useRoomView<MatrixView>('/oversight/matrix');
  const agency = query.get('agency');
  const stage = query.get('stage');
  useKeys({ Escape: () => setQuery({ agency: null, stage: null }) });
  const m = view.data;
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')}><Link to="/report">{t('report')}</Link></PageHead>
      <Shown pending={view.pending} problem={view.error}>
        {m && (
          <>
            <Totals m={m} />
            <div className="ov-lay">
              <MatrixTable m={m} agency={agency} stage={stage} onPick={(a, s) => setQuery({ agency: a, stage: s })} />
              <aside className="rm-card ov-side">
                {agency && stage && (
                  <CellPanel agency={agency} stage={stage} onClose={() => setQuery({ agency: null, stage: null })}
                    title={m.rows.find((r) => r.agency === agency)?.agency_name ?? agency} stageTitle={m.stages.find((s) => s.id === stage)?.title ?? stage} />
                )}
                <Clocks clocks={m.clocks} rows={m.rows} />
                <p className="ov-note">{t('identities')}</p>
              </aside>
            </div>
          </>
        )}
      </Shown>
    </div>
  );
}

function Totals({ m }: { m: MatrixView }) {
  const t = useWords('oversight');
  const f = useFigures();
  const x = m.totals;
  const next = m.clocks.filter((c) => c.state === 'running' || c.state === 'due').map((c) => c.due_at).filter((d): d is string => !!d).sort()[0];
  return (
    <div className="ov-totals">
      <div><span>{t('obligations')}</span><b>{x.obligations}</b><small>{t('agencies', { n: m.rows.length })}</small></div>
      <div><Mark tone="ok">{t('met')}</Mark><b>{x.met}</b><small>{x.obligations ? `${f.number((x.met / x.obligations) * 100, 1)} %` : ''}</small></div>
      <div><Mark tone="info">{t('running')}</Mark><b>{x.running}</b><small>{next ? t('next', { at: f.dateTime(next) }) : ''}</small></div>
      <div className={x.due_7d ? 'ov-warn' : undefined}><Mark tone="warn">{t('due_7d')}</Mark><b>{x.due_7d}</b></div>
      <div className={x.overdue ? 'ov-crit' : undefined}><Mark tone="crit">{t('overdue')}</Mark><b>{x.overdue}</b></div>
      <div className={x.unproven ? 'ov-unproven' : undefined}><Mark tone="unproven">{t('unproven')}</Mark><b>{x.unproven}</b><small>{t('unproven_means')}</small></div>
    </div>
  );
}
