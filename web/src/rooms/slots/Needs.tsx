import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import type { SlotDay, TimetableOf } from './slot-types';

// What the doses take from the vials at one instant: the later the injection, the bigger the share.
export function Needs({ day, picked, onPick }: { day: SlotDay; picked: string; onPick: (order: string) => void }) {
  const t = useWords('slots');
  const f = useFigures();
  const most = Math.max(day.booked.need_bq, day.proposed.need_bq, 1);
  const who = new Map(day.orders.map((o) => [o.order, o.patient || o.order]));
  const row = (of: TimetableOf, name: string) => (
    <div className="sl-need">
      <b>{name}</b>
      <div className="sl-shares" role="list" aria-label={name}>
        {of.slots.filter((s) => s.need_bq).map((s) => (
          <span key={s.order} role="listitem" className={picked === s.order ? 'sl-picked' : ''} style={{ width: `${((s.need_bq ?? 0) / most) * 100}%` }}
            title={`${who.get(s.order)} · ${f.activityAt(s.need_bq ?? 0, day.reference_at, day.zone)}`} onClick={() => onPick(s.order)}>{who.get(s.order)}</span>
        ))}
      </div>
      <span>{f.siActivity(of.need_bq)}</span>
    </div>
  );
  return (
    <section className="rm-card rm-pad" aria-label={t('needed')}>
      <h2 className="rm-h2">{t('needed')}</h2>
      <p className="rm-quiet">{t('needed_at', { time: f.time(day.reference_at, day.zone) })}</p>
      {row(day.booked, t('booked'))}
      {row(day.proposed, t('proposed'))}
    </section>
  );
}
