import { useCallback, useMemo, useRef, useState } from 'react';
import { may } from '../../app/permissions';
import { Act } from '../desk/acts';
import { serverNow } from '../desk/clock';
import { useAddress, useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useKeys } from '../desk/keys';
import { Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { Changes } from './Changes';
import { movesOf, namedDay } from './lanes';
import { Needs } from './Needs';
import { Records } from './Records';
import type { SlotChange, SlotDay } from './slot-types';
import { Timeline } from './Timeline';
import { useTimetable } from './useTimetable';
import './slots.css';

const none: SlotChange[] = [];

// Who is injected and scanned when: as booked, and so that the least activity serves the list.
export default function SlotsPage() {
  const t = useWords('slots');
  const f = useFigures();
  const { query, setQuery } = useAddress();
  const day = query.get('day') || new Date(serverNow()).toLocaleDateString('sv-SE', { timeZone: f.zone });
  const [changes, setChanges] = useState<SlotChange[]>(none);
  const asked = useTimetable(day, query.get('site') ?? undefined, changes);
  const said = useMemo(() => asked.said && namedDay(asked.said, { camera: t('camera'), injection_room: t('injection_room') }), [asked.said, t]);
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')}>
        <label className="sl-day">{t('day')} <input type="date" className="rm-input" value={day} onChange={(e) => { if (e.target.value) { setChanges(none); setQuery({ day: e.target.value }); } }} /></label>
      </PageHead>
      <Shown pending={!asked.said && !asked.problem} problem={asked.problem}>
        {said && <Whole day={said} busy={asked.busy} changes={changes} setChanges={setChanges} again={asked.again} />}
      </Shown>
    </div>
  );
}

function Whole({ day, busy, changes, setChanges, again }: { day: SlotDay; busy: boolean; changes: SlotChange[]; setChanges: (c: SlotChange[]) => void; again: () => void }) {
  const t = useWords('slots');
  const session = useSession();
  const [picked, setPicked] = useState('');
  const amount = useRef<HTMLInputElement>(null);
  const accept = useRef<HTMLDivElement>(null);
  const pick = useCallback((order: string) => setPicked((p) => (p === order ? '' : order)), []);
  const inOrder = useMemo(() => [...day.proposed.slots].sort((a, b) => a.inject_at.localeCompare(b.inject_at)).map((s) => s.order), [day]);
  const step = (by: number) => setPicked((p) => inOrder[(inOrder.indexOf(p) + by + inOrder.length) % inOrder.length] ?? '');
  useKeys({ j: () => step(1), k: () => step(-1), c: () => amount.current?.focus(), Escape: () => setChanges([]), Enter: () => undefined });
  const moves = movesOf(day);
  const canMove = may(session?.permissions, 'slots.move-slots');
  if (!day.orders.length) return <><section className="rm-card"><p className="rm-empty">{t('nobody')}</p></section><Records day={day} onDone={again} /></>;
  return (
    <>
      <Summary day={day} busy={busy} />
      <Timeline day={day} picked={picked} onPick={pick} />
      <div className="sl-below">
        {day.orders.some((o) => !o.begun) && <Needs day={day} picked={picked} onPick={pick} />}
        <Changes day={day} changes={changes} onChange={setChanges} picked={picked} amount={amount} />
      </div>
      {canMove && moves.length > 0 && (
        <section className="rm-card rm-pad sl-accept" ref={accept} aria-label={t('accept')}>
          <p>{t('would_move', { n: moves.length })}</p>
          {changes.length > 0 && <p className="rm-quiet">{t('changes_not_kept')}</p>}
          <Act command="slots/move-slots" tone="primary" done={t('accepted')} onDone={() => { setChanges([]); again(); }}
            body={{ day: day.day, site: day.site, slots: moves, reason: t('reason_least') }}>{t('accept')}</Act>
        </section>
      )}
      <Patients day={day} picked={picked} onPick={pick} />
      <Records day={day} onDone={again} />
    </>
  );
}

function Summary({ day, busy }: { day: SlotDay; busy: boolean }) {
  const t = useWords('slots');
  const f = useFigures();
  const total = day.orders.length, begun = day.orders.every((o) => o.begun);
  const share = day.saves_bq && day.booked.need_bq ? (day.saves_bq / day.booked.need_bq) * 100 : 0;
  return (
    <section className="rm-card rm-pad sl-summary" aria-label={t('summary')} aria-live="polite" aria-busy={busy}>
      <dl>
        {!begun && ([['booked', day.booked], ['proposed', day.proposed]] as const).map(([name, of]) => (
          <div key={name}><dt>{t(name)}</dt><dd>{f.activityAt(of.need_bq, day.reference_at, day.zone)}<small>{t('served_of', { n: of.served, total })} · {t('waiting', { time: f.duration(of.waiting_min * 60) })}</small></dd></div>
        ))}
        {!begun && <div><dt>{t('saves')}</dt><dd>{day.saves_bq === null ? t('not_comparable') : t('saves_is', { activity: f.siActivity(Math.max(0, day.saves_bq)), n: f.number(Math.max(0, share), 1) })}<small>{t(day.proposed.proven ? 'proven' : 'not_proven')}</small></dd></div>}
      </dl>
      {begun && <p>{t('all_begun')}</p>}
      {day.stranded.length > 0 && <p><Mark tone="crit">{t('stranded', { who: day.stranded.join(', ') })}</Mark></p>}
      {day.proposed.left_out.length === 0 && <p><Mark tone="ok">{t('all_served')}</Mark></p>}
      {day.proposed.left_out.length > 0 && (
        <ul className="sl-left">{day.proposed.left_out.map((l) => <li key={l.order}><Mark tone="crit">{t('left_out')}</Mark> <span>{l.text} <b>{l.remedy}</b></span></li>)}</ul>
      )}
    </section>
  );
}

// Patients with their times, who can best wait first where it is known.
function Patients({ day, picked, onPick }: { day: SlotDay; picked: string; onPick: (order: string) => void }) {
  const t = useWords('slots');
  const f = useFigures();
  const waits = new Map(day.waits.map((w, i) => [w.order, { ...w, rank: i + 1 }]));
  const slotOf = (of: 'booked' | 'proposed') => new Map(day[of].slots.map((s) => [s.order, s]));
  const booked = slotOf('booked'), proposed = slotOf('proposed');
  const rows = [...day.orders].sort((a, b) => (waits.get(a.order)?.rank ?? 999) - (waits.get(b.order)?.rank ?? 999));
  const time = (iso?: string | null) => (iso ? f.shortTime(iso, day.zone) : '–');
  return (
    <section className="rm-card" aria-label={t('who_waits')}>
      <div className="rm-pad sl-head"><h2 className="rm-h2">{t('who_waits')}</h2><p className="rm-quiet">{t('who_waits_sub', { n: day.wait_min })}</p></div>
      <table className="rm-table rm-cards">
        <thead><tr>{['patient', 'booked', 'proposed', 'scan', 'place', 'price', 'could'].map((h) => <th scope="col" key={h}>{t(h)}</th>)}</tr></thead>
        <tbody>
          {rows.map((o) => {
            const w = waits.get(o.order), b = booked.get(o.order), p = proposed.get(o.order);
            return (
              <tr key={o.order} className={picked === o.order ? 'rm-picked' : ''}>
                <th scope="row"><button type="button" className="rm-link" aria-pressed={picked === o.order} onClick={() => onPick(o.order)}>{o.patient || o.order}</button><small className="rm-sub">{o.product_name} · {f.siActivity(o.activity_bq)}</small></th>
                <td data-label={t('booked')}>{time(b?.inject_at)}{b && Date.parse(b.inject_at) !== Date.parse(o.inject_at) && !o.begun && <small className="rm-sub">{t('ordered_for', { time: time(o.inject_at) })}</small>}</td>
                <td data-label={t('proposed')}>{o.begun ? <Mark tone="idle">{t('begun')}</Mark> : p ? time(p.inject_at) : <Mark tone="crit">{t('left_out')}</Mark>}</td>
                <td data-label={t('scan')}>{time(p?.scan_at)}</td>
                <td data-label={t('place')}>{p ? [day.rooms.find((r) => r.id === p.room)?.name, day.cameras.find((c) => c.id === p.camera)?.name].filter(Boolean).join(' · ') : '–'}</td>
                <td data-label={t('price')}>{!w ? '–' : w.possible ? f.siActivity(Math.max(0, w.price_bq ?? 0)) : <Mark tone="warn">{t('cannot_wait')}</Mark>}</td>
                <td data-label={t('could')}>{w ? f.duration(w.could_min * 60) : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
