import { useAddress, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { differences } from './differences';
import type { Day, DayHead } from './plan-types';

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
  const view = useRoomView<Day>(`/planning/days/${encodeURIComponent(id)}`);
  const d = view.data && differences(day, view.data);
  const signed = (n: number, text: string) => `${n > 0 ? '+' : n < 0 ? '−' : '±'}${text}`;
  return (
    <Shown pending={view.pending} problem={view.error}>
      {d && (
        <ul className="pl-diff">
          {!!d.gained.length && <li><Mark tone="ok">{t('only_here', { who: d.gained.join(', ') })}</Mark></li>}
          {!!d.lost.length && <li><Mark tone="crit">{t('only_there', { who: d.lost.join(', ') })}</Mark></li>}
          {!!d.moved.length && <li>{t('moved', { who: d.moved.map((m) => `${m.who} ${signed(m.minutes, String(Math.abs(m.minutes)))}`).join(', ') })}</li>}
          <li>{t('made')}: {signed(d.made, f.siActivity(Math.abs(d.made)))}</li>
          <li>{t('cost')}: {signed(d.cost, t('eur', { n: f.number(Math.abs(Math.round(d.cost))) }))}</li>
        </ul>
      )}
    </Shown>
  );
}
