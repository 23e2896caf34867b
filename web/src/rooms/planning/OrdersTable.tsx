import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { Day, PlannedOrder } from './plan-types';

// Every order of the day in the sequence of injections; who is not served, why, and the smallest change that would serve them.
export function OrdersTable({ day }: { day: Day }) {
  const t = useWords('planning');
  const rows = [...day.orders].sort((a, b) => Number(a.served) - Number(b.served) || a.inject_at.localeCompare(b.inject_at));
  return (
    <section className="rm-card" aria-label={t('orders')}>
      <h2 className="rm-h2 pl-pad">{t('orders')}</h2>
      <div className="rm-scroll" tabIndex={0} role="group" aria-label={t('orders')}>
        <table className="rm-table rm-cards">
          <thead><tr><th scope="col">{t('patient')}</th><th scope="col">{t('product')}</th><th scope="col">{t('inject_at')}</th><th scope="col">{t('arrives')}</th><th scope="col">{t('state')}</th></tr></thead>
          <tbody>{rows.map((o) => <Row key={o.order} o={o} zone={day.zone} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ o, zone }: { o: PlannedOrder; zone: string }) {
  const t = useWords('planning');
  const f = useFigures();
  return (
    <tr>
      <th scope="row">{o.patient ?? o.order}<small className="rm-sub">{o.order}</small></th>
      <td data-label={t('product')}>{o.product_name || o.product}<small className="rm-sub">{f.activityAt(o.activity_bq, o.inject_at, zone)}</small></td>
      <td data-label={t('inject_at')}>{f.time(o.inject_at, zone)}</td>
      <td data-label={t('arrives')}>{o.arrives ? f.time(o.arrives, zone) : '–'}{o.trip && <small className="rm-sub">{[o.run, o.trip].filter(Boolean).join(' · ')}</small>}</td>
      <td data-label={t('state')}>
        {!o.served ? <Mark tone="crit">{t('not_served')}</Mark> : o.late_minutes ? <Mark tone="warn">{t('late', { n: Math.ceil(o.late_minutes) })}</Mark>
          : <Mark tone={o.slack_minutes !== null && o.slack_minutes !== undefined && o.slack_minutes < 20 ? 'warn' : 'ok'}>{o.slack_minutes === null || o.slack_minutes === undefined ? t('served') : t('slack_is', { n: Math.floor(o.slack_minutes) })}</Mark>}
        {o.why && <small className="rm-sub">{o.why.text} {o.why.remedy}</small>}
      </td>
    </tr>
  );
}
