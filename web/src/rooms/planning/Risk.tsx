import { useState } from 'react';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { Refusal } from '../desk/Refusal';
import { useWords } from '../desk/words';
import type { RiskAnswer } from './plan-types';
import { useAsked } from './useAsked';

// How sure a plan is: each patient's chance over days drawn at random, the least sure first; and what a spare run would save.
export function Risk({ plan, zone }: { plan: string; zone: string }) {
  const t = useWords('planning');
  const { said, problem, busy, ask } = useAsked<RiskAnswer>('risk');
  const [learned, setLearned] = useState(false);
  return (
    <details className="rm-card rm-pad pl-outlook pl-risk">
      <summary>{t('risk')}</summary>
      <p className="rm-quiet">{t('risk_sub')}</p>
      <div className="pl-asking">
        <button type="button" className="rm-button" disabled={busy} onClick={() => void ask({ plan, learned })}>{busy ? t('asking') : t('work_out')}</button>
        <label className="pl-tick"><input type="checkbox" checked={learned} onChange={(e) => setLearned(e.target.checked)} /> {t('risk_learned')}</label>
      </div>
      {problem && <Refusal problem={problem} />}
      {said && <Said said={said} zone={zone} />}
    </details>
  );
}

function Said({ said, zone }: { said: RiskAnswer; zone: string }) {
  const t = useWords('planning');
  const f = useFigures();
  const percent = (share: number) => `${f.number(share * 100, 1)} %`;
  const rows = [...said.orders].sort((a, b) => a.on_time - b.on_time || a.inject_at.localeCompare(b.inject_at));
  return (
    <>
      <div role="status"><dl className="pl-facts">
        <div><dt>{t('risk_patients')}</dt><dd>{t('plus_minus', { n: f.number(said.patients, 2), e: f.number(said.patients_error, 2), of: said.orders.length })}</dd></div>
        <div><dt>{t('risk_cost')}</dt><dd>{t('eur', { n: f.number(Math.round(said.cost_eur)) })}</dd></div>
        <div><dt>{t('risk_cost_p90')}</dt><dd>{t('eur', { n: f.number(Math.round(said.cost_p90_eur)) })}</dd></div>
        <div><dt>{t('risk_late_p90')}</dt><dd>{t('min', { n: said.late_p90_minutes })}</dd></div>
        <div><dt>{t('risk_days')}</dt><dd>{f.number(said.days)}</dd></div>
      </dl></div>
      <div className="rm-scroll" tabIndex={0} role="group" aria-label={t('risk')}>
        <table className="rm-table rm-cards">
          <thead><tr><th scope="col">{t('patient')}</th><th scope="col">{t('inject_at')}</th><th scope="col">{t('risk_chance')}</th><th scope="col">{t('risk_on_time')}</th><th scope="col">{t('risk_late')}</th></tr></thead>
          <tbody>{rows.map((o) => (
            <tr key={o.order}>
              <th scope="row">{o.patient || o.order}<small className="rm-sub">{o.product_name}</small></th>
              <td data-label={t('inject_at')}>{f.time(o.inject_at, zone)}</td>
              <td data-label={t('risk_chance')}><Mark tone={o.chance < 0.9 ? 'crit' : o.chance < 0.97 ? 'warn' : 'ok'}>{percent(o.chance)}</Mark></td>
              <td data-label={t('risk_on_time')}>{percent(o.on_time)}</td>
              <td data-label={t('risk_late')}>{t('min', { n: o.late_p90_minutes })}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
      <h3 className="rm-h2">{t('spares')}</h3>
      {said.spares.length === 0 ? <p className="rm-empty">{t('spares_none')}</p> : (
        <div className="rm-scroll" tabIndex={0} role="group" aria-label={t('spares')}>
          <table className="rm-table rm-cards">
            <thead><tr><th scope="col">{t('spare_for')}</th><th scope="col">{t('spare_on')}</th><th scope="col">{t('spare_price')}</th><th scope="col">{t('spare_saves')}</th><th scope="col">{t('spare_each')}</th></tr></thead>
            <tbody>{said.spares.map((s) => (
              <tr key={s.run + s.line + s.starts}>
                <th scope="row">{s.run}</th>
                <td data-label={t('spare_on')}>{s.line}<small className="rm-sub">{t('spare_beam', { time: f.time(s.starts, zone), n: s.beam_minutes })}</small></td>
                <td data-label={t('spare_price')}>{t('eur', { n: f.number(Math.round(s.price_eur)) })}</td>
                <td data-label={t('spare_saves')}>{t('patients', { n: f.number(s.patients, 2) })}</td>
                <td data-label={t('spare_each')}>{t('eur', { n: f.number(Math.round(s.eur_per_patient)) })}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </>
  );
}
