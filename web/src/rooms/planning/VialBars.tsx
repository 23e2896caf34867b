import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import type { Day, Run } from './plan-types';

// Who uses what a run makes, counted at one instant: a later injection needs a bigger share. The line is what can be drawn.
export function VialBars({ day, against }: { day: Day; against?: Day }) {
  const t = useWords('planning');
  const runs = day.runs.filter((r) => r.shares.length > 0);
  if (!runs.length) return null;
  return (
    <section className="rm-card pl-vials" aria-label={t('who_uses')}>
      <header><h2>{t('who_uses')}</h2><span className="rm-quiet">{t('who_uses_sub')}</span></header>
      {runs.map((r) => {
        const other = against?.runs.find((x) => x.run === r.run);
        const most = Math.max(r.makes_bq, r.used_bq, other?.makes_bq ?? 0, other?.used_bq ?? 0);
        return (
          <div key={r.run} className="pl-vial">
            <OneRun run={r} most={most} name={t('as_planned')} day={day} />
            {other && <OneRun run={other} most={most} name={t('what_if')} day={against!} />}
          </div>
        );
      })}
    </section>
  );
}

function OneRun({ run, most, name, day }: { run: Run; most: number; name: string; day: Day }) {
  const t = useWords('planning');
  const f = useFigures();
  const percent = (bq: number) => `${(bq / most) * 100}%`;
  const spare = run.makes_bq - run.used_bq;
  const patient = new Map(day.orders.map((o) => [o.order, o.patient ?? o.order]));
  return (
    <div className="pl-run">
      <div className="pl-run-name"><b>{run.product}</b><small>{name} · {run.run} · {t('counted_at', { time: f.time(run.at, day.zone) })}</small></div>
      <div className="pl-shares" role="list" aria-label={run.run}>
        {run.shares.map((s) => (
          <span key={s.order} role="listitem" className="pl-share" style={{ width: percent(s.bq) }} title={`${patient.get(s.order)} · ${f.activityAt(s.bq, run.at, day.zone)}`}>{patient.get(s.order)}</span>
        ))}
        {spare > 0 && <span className="pl-spare" style={{ width: percent(spare) }} aria-hidden="true" />}
        <i style={{ left: percent(run.makes_bq) }} aria-hidden="true" />
      </div>
      <div className={spare < 0 ? 'pl-run-end rm-error' : 'pl-run-end'}>
        {spare >= 0 ? t('spare', { activity: f.siActivity(spare) }) : t('short', { activity: f.siActivity(-spare) })}
        <small>{t('makes', { activity: f.siActivity(run.makes_bq) })}{run.chance !== undefined && ` · ${t('chance', { n: f.number(run.chance * 100) })}`}</small>
      </div>
    </div>
  );
}
