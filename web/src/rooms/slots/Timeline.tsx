import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import { lanesOf, spanOf, type Lane, type Piece } from './lanes';
import type { SlotDay } from './slot-types';

const hour = 3_600_000;

// Rows are rooms, patients in uptake, and cameras; in each row the booking above and the proposal below.
export function Timeline({ day, picked, onPick }: { day: SlotDay; picked: string; onPick: (order: string) => void }) {
  const t = useWords('slots');
  const f = useFigures();
  const [from, to] = spanOf(day);
  const lanes = lanesOf(day);
  const at = (v: number) => `${((Math.min(Math.max(v, from), to) - from) / (to - from)) * 100}%`;
  const hours = Array.from({ length: Math.round((to - from) / hour) + 1 }, (_, i) => from + i * hour);
  const now = Date.parse(day.now);
  const who = new Map(day.orders.map((o) => [o.order, o.patient || o.order]));
  const label = (p: Piece, side: string) => `${who.get(p.order)}, ${t(p.kind)}, ${t(side)} ${f.shortTime(new Date(p.from).toISOString(), day.zone)} – ${f.shortTime(new Date(p.to).toISOString(), day.zone)}`;
  const place = (p: Piece) => ({ left: at(p.from), width: `calc(${((p.to - p.from) / (to - from)) * 100}% - 1px)` });
  const bar = (p: Piece) => (
    <button key={`${p.order} ${p.kind}`} type="button" className={`sl-bar sl-proposed sl-${p.kind} ${picked === p.order ? 'sl-picked' : ''}`} aria-pressed={picked === p.order}
      style={place(p)} title={label(p, 'proposed')} aria-label={label(p, 'proposed')} onClick={() => onPick(p.order)}>
      <span>{who.get(p.order)}</span>
    </button>
  );
  return (
    <section className="rm-card" aria-label={t('timetable')}>
      <div className="rm-scroll sl-scroll" role="region" tabIndex={0} aria-label={t('timetable')}>
        <div className="sl-chart" style={{ minWidth: `${108 + hours.length * 156}px` }}>
          <div className="sl-lane sl-axis" aria-hidden="true"><span className="sl-name" /><div className="sl-track">
            {hours.map((h) => <i key={h} style={{ left: at(h) }}>{f.shortTime(new Date(h).toISOString(), day.zone)}</i>)}
          </div></div>
          {lanes.map((l: Lane, i) => (
            <div key={l.id} className={`sl-lane sl-of-${l.group} ${lanes[i - 1]?.group !== l.group ? 'sl-first' : ''}`}>
              <span className="sl-name">{l.group !== 'uptake' ? l.name : lanes[i - 1]?.group !== 'uptake' ? t('uptake') : ''}</span>
              <div className="sl-track">
                {hours.map((h) => <b key={h} style={{ left: at(h) }} aria-hidden="true" />)}
                {l.shut.filter((s) => s.to > from && s.from < to).map((s) => <em key={s.from} style={{ left: at(s.from), width: `calc(${at(s.to)} - ${at(s.from)})` }} title={t('shut')} />)}
                {now > from && now < to && <u style={{ left: at(now) }} aria-hidden="true" />}
                {l.booked.map((p) => (
                  <span key={`${p.order} ${p.kind}`} className={`sl-bar sl-booked ${picked === p.order ? 'sl-picked' : ''}`} style={place(p)} title={label(p, 'booked')}>{who.get(p.order)}</span>
                ))}
                {l.proposed.map(bar)}
              </div>
            </div>
          ))}
        </div>
      </div>
      <p className="sl-legend"><span><i className="sl-key-booked" />{t('legend_booked')}</span><span><i className="sl-key-inject" />{t('inject')}</span><span><i className="sl-key-uptake" />{t('uptake')}</span><span><i className="sl-key-scan" />{t('scan')}</span></p>
    </section>
  );
}
