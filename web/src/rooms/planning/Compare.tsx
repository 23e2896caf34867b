import { useAddress, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { Against as Told, Day, DayHead } from './plan-types';

// Two plans of one day, told in patients, minutes, activity and money.
export function Compare({ day, rows }: { day: Day; rows: DayHead[] }) {
  const t = useWords('planning');
  const { query, setQuery } = useAddress();
  const others = rows.filter((r) => r.plan !== day.plan && r.day === day.day);
  const against = query.get('against');
  if (!others.length) return null;
  return (
    <section className="rm-card pl-compare" aria-label={t('compare')}>
      <label>{t('compare')} <select className="rm-input pl-choose" value={against ?? ''} onChange={(e) => setQuery({ against: e.target.value || null })}>
        <option value="">–</option>
        {others.map((r) => <option key={r.plan} value={r.plan}>{`${r.name || r.plan} · ${t.or(`is_${r.state}`, r.state)}`}</option>)}
      </select></label>
      {against && <Against day={day} id={against} />}
    </section>
  );
}

function Against({ day, id }: { day: Day; id: string }) {
  const t = useWords('planning');
  const f = useFigures();
  const view = useRoomView<{ against: Told }>(`/planning/days/${encodeURIComponent(day.plan)}?against=${encodeURIComponent(id)}`);
  const d = view.data?.against;
  const signed = (n: number, text: string) => `${n > 0 ? '+' : n < 0 ? '−' : '±'}${text}`;
  const who = (of: Told['orders']) => of.map((o) => day.orders.find((x) => x.order === o.order)?.patient || o.order).join(', ');
  const gained = d?.orders.filter((o) => o.is_served && !o.was_served) ?? [], lost = d?.orders.filter((o) => o.was_served && !o.is_served) ?? [];
  const moved = d?.orders.filter((o) => o.was_served && o.is_served) ?? [];
  return (
    <Shown pending={view.pending} problem={view.error}>
      {d && (
        <ul className="pl-diff">
          {!!gained.length && <li><Mark tone="ok">{t('only_here', { who: who(gained) })}</Mark></li>}
          {!!lost.length && <li><Mark tone="crit">{t('only_there', { who: who(lost) })}</Mark></li>}
          {!!moved.length && <li>{t('moved', { who: moved.map((o) => `${who([o])} ${signed(o.minutes, String(Math.abs(o.minutes)))}`).join(', ') })}</li>}
          <li>{t('made')}: {signed(d.made_bq, f.siActivity(Math.abs(d.made_bq)))}</li>
          <li>{t('cost')}: {signed(d.cost.total, t('eur', { n: f.number(Math.abs(Math.round(d.cost.total))) }))}</li>
        </ul>
      )}
    </Shown>
  );
}
