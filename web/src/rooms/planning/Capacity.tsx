import { useFigures } from '../desk/figures';
import { Refusal } from '../desk/Refusal';
import { useWords } from '../desk/words';
import type { CapacityAnswer, CapacityRow } from './plan-types';
import { useAsked } from './useAsked';

// What the day could do with other means, and what growing demand would ask of the means there are.
export function Capacity({ plan }: { plan: string }) {
  const t = useWords('planning');
  const { said, problem, busy, ask } = useAsked<CapacityAnswer>('capacity');
  return (
    <details className="rm-card rm-pad pl-outlook pl-capacity">
      <summary>{t('capacity')}</summary>
      <p className="rm-quiet">{t('capacity_sub')}</p>
      <div className="pl-asking"><button type="button" className="rm-button" disabled={busy} onClick={() => void ask({ plan })}>{busy ? t('asking') : t('work_out')}</button></div>
      {problem && <Refusal problem={problem} />}
      {said && <><Growth rows={said.rows} /><Scenarios rows={said.rows} /></>}
    </details>
  );
}

function useName() {
  const t = useWords('planning');
  return (r: CapacityRow) => (r.code === 'own' ? r.of : t(`scenario_${r.code}`, { of: r.of })) + (r.year > 0 ? ` · ${t('year', { n: r.year })}` : '');
}

function Scenarios({ rows }: { rows: CapacityRow[] }) {
  const t = useWords('planning');
  const f = useFigures();
  const name = useName();
  const signed = (n: number) => `${n > 0 ? '+' : n < 0 ? '−' : '±'}${f.number(Math.abs(Math.round(n)))}`;
  return (
    <div className="rm-scroll" tabIndex={0} role="group" aria-label={t('capacity')}>
      <table className="rm-table rm-cards">
        <thead><tr><th scope="col">{t('scenario')}</th><th scope="col">{t('capacity_served')}</th><th scope="col">{t('capacity_more')}</th><th scope="col">{t('cost')}</th><th scope="col">{t('capacity_each')}</th><th scope="col">{t('made')}</th></tr></thead>
        <tbody>{rows.map((r) => (
          <tr key={`${r.code} ${r.of} ${r.year}`}>
            <th scope="row">{name(r)}</th>
            <td data-label={t('capacity_served')}>{t('served_of', { n: r.served, total: r.patients })}</td>
            <td data-label={t('capacity_more')}>{signed(r.more_patients)}</td>
            <td data-label={t('cost')}>{t('eur', { n: f.number(Math.round(r.money_eur)) })}<small className="rm-sub">{signed(r.more_eur)}</small></td>
            <td data-label={t('capacity_each')}>{r.eur_per_patient === null ? '–' : t('eur', { n: f.number(Math.round(r.eur_per_patient)) })}</td>
            <td data-label={t('made')}>{f.siActivity(r.made_bq)}</td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

// Years of growth as pairs of bars: who asks, and who is served with today's means.
function Growth({ rows }: { rows: CapacityRow[] }) {
  const t = useWords('planning');
  const today = rows.find((r) => r.code === 'as_it_is');
  const kinds = [...new Set(rows.filter((r) => r.code === 'growth').map((r) => r.of))];
  if (!today || !kinds.length) return null;
  return (
    <div className="pl-growths">
      {kinds.map((of) => <GrowthChart key={of} title={t('scenario_growth', { of })} years={[today, ...rows.filter((r) => r.code === 'growth' && r.of === of)]} />)}
      <p className="rm-quiet pl-growth-key"><span><i className="pl-asked" />{t('growth_asked')}</span><span><i className="pl-met" />{t('growth_served')}</span></p>
    </div>
  );
}

function GrowthChart({ title, years }: { title: string; years: CapacityRow[] }) {
  const t = useWords('planning');
  const wide = 52, high = 132, foot = 20, most = Math.max(...years.map((y) => y.patients), 1);
  const tall = (n: number) => (n / most) * (high - 18);
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${wide * years.length} ${high + foot}`} role="img" aria-label={`${title}: ${years.map((y) => `${t('year', { n: y.year })} ${t('served_of', { n: y.served, total: y.patients })}`).join('; ')}`}>
        {years.map((y, i) => (
          <g key={y.year} transform={`translate(${i * wide} 0)`}>
            <rect className="pl-asked" x="6" width="19" y={high - tall(y.patients)} height={tall(y.patients)} />
            <rect className="pl-met" x="27" width="19" y={high - tall(y.served)} height={tall(y.served)} />
            <text x="15.5" y={high - tall(y.patients) - 3}>{y.patients}</text>
            <text x="36.5" y={high - tall(y.served) - 3}>{y.served}</text>
            <text x="26" y={high + 14}>{y.year === 0 ? t('today') : `+${y.year}`}</text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
