import { useEffect } from 'react';
import { useAddress } from '../desk/data';
import { useFigures } from '../desk/figures';
import { PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { PastAnswer, PastSpread, PastStage } from './plan-types';
import { useAsked } from './useAsked';
import './planning.css';

// Published plans of days that are over, held against the record: how far each stage was off, and what that teaches.
export default function PastDaysPage() {
  const t = useWords('planning');
  const { Link } = useAddress();
  const { said, problem, busy, ask } = useAsked<PastAnswer>('back-test');
  useEffect(() => void ask({}), [ask]);
  return (
    <div className="rm-page pl-page">
      <PageHead title={t('past')} sub={t('past_sub')}><Link to="/plan">{t('title')}</Link></PageHead>
      <Shown pending={!said && busy} problem={problem}>
        {said && said.plans.length === 0 && <section className="rm-card"><p className="rm-empty">{t('past_none')}</p></section>}
        {said && said.plans.length > 0 && <><Plans said={said} /><Stages rows={said.stages} /><Spreads rows={said.spreads} enough={said.enough} /></>}
      </Shown>
    </div>
  );
}

function Plans({ said }: { said: PastAnswer }) {
  const t = useWords('planning');
  const { Link } = useAddress();
  return (
    <section className="rm-card" aria-label={t('past_plans')}>
      <h2 className="rm-h2 pl-pad">{t('past_plans')}</h2>
      <div className="rm-scroll" tabIndex={0} role="group" aria-label={t('past_plans')}>
        <table className="rm-table rm-cards">
          <thead><tr><th scope="col">{t('day')}</th><th scope="col">{t('plan')}</th><th scope="col">{t('past_planned')}</th><th scope="col">{t('past_injected')}</th></tr></thead>
          <tbody>{said.plans.map((p) => (
            <tr key={p.plan}>
              <th scope="row">{p.day}</th>
              <td data-label={t('plan')}><Link to={`/plan/${encodeURIComponent(p.plan)}`}>{p.name || p.plan}</Link></td>
              <td data-label={t('past_planned')}>{p.planned}</td>
              <td data-label={t('past_injected')}>{p.injected}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
      <p className="rm-quiet rm-pad">{t('past_rejected', { n: said.rejected, of: said.batches })}</p>
    </section>
  );
}

// Minutes after the plan; before it they are negative.
function Stages({ rows }: { rows: PastStage[] }) {
  const t = useWords('planning');
  const f = useFigures();
  const signed = (n: number) => t('min', { n: `${n > 0 ? '+' : n < 0 ? '−' : ''}${f.number(Math.abs(Math.round(n * 10) / 10))}` });
  const reach = Math.max(1, ...rows.flatMap((r) => [Math.abs(r.mean_minutes), Math.abs(r.p90_minutes)]));
  const at = (n: number) => 60 + (n / reach) * 56;
  return (
    <section className="rm-card" aria-label={t('past_stages')}>
      <h2 className="rm-h2 pl-pad">{t('past_stages')}</h2>
      <div className="rm-scroll" tabIndex={0} role="group" aria-label={t('past_stages')}>
        <table className="rm-table rm-cards">
          <thead><tr><th scope="col">{t('past_stage')}</th><th scope="col">{t('past_count')}</th><th scope="col">{t('past_mean')}</th><th scope="col">{t('past_p90')}</th><th scope="col">{t('past_range')}</th><th scope="col" aria-hidden="true" /></tr></thead>
          <tbody>{rows.map((r) => (
            <tr key={r.stage}>
              <th scope="row">{t(`past_${r.stage}`)}</th>
              <td data-label={t('past_count')}>{r.count}</td>
              <td data-label={t('past_mean')}>{signed(r.mean_minutes)}</td>
              <td data-label={t('past_p90')}>{signed(r.p90_minutes)}</td>
              <td data-label={t('past_range')}>{`${signed(r.earliest_minutes)} … ${signed(r.latest_minutes)}`}</td>
              <td aria-hidden="true"><svg className="pl-miss" viewBox="0 0 120 16"><path d="M60 0V16" /><rect x={Math.min(60, at(r.mean_minutes))} width={Math.abs(at(r.mean_minutes) - 60)} y="4" height="8" /><circle cx={at(r.p90_minutes)} cy="8" r="3" /></svg></td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}

// What plans assume of yields and times, and what these days show once there are enough of them.
function Spreads({ rows, enough }: { rows: PastSpread[]; enough: number }) {
  const t = useWords('planning');
  const f = useFigures();
  const three = (list: number[] | null) => (list ? list.map((n) => f.number(n, 2)).join(' · ') : '–');
  return (
    <section className="rm-card" aria-label={t('past_spreads')}>
      <h2 className="rm-h2 pl-pad">{t('past_spreads')}</h2>
      <p className="rm-quiet pl-pad">{t('past_spreads_sub', { n: enough })}</p>
      <div className="rm-scroll" tabIndex={0} role="group" aria-label={t('past_spreads')}>
        <table className="rm-table rm-cards">
          <thead><tr><th scope="col">{t('past_what')}</th><th scope="col">{t('past_count')}</th><th scope="col">{t('past_mean_ratio')}</th><th scope="col">{t('past_assumed')}</th><th scope="col">{t('past_seen')}</th></tr></thead>
          <tbody>{rows.map((r) => (
            <tr key={r.what}>
              <th scope="row">{t(`spread_${r.what}`)}</th>
              <td data-label={t('past_count')}>{r.count}</td>
              <td data-label={t('past_mean_ratio')}>{r.mean === null ? '–' : f.number(r.mean, 2)}</td>
              <td data-label={t('past_assumed')}>{three(r.assumed)}</td>
              <td data-label={t('past_seen')}>{r.seen ? three(r.seen) : t('past_too_few')}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}
