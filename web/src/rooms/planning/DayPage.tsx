import { useCallback, useMemo, useRef, useState } from 'react';
import { may } from '../../app/permissions';
import { Act, CommandForm } from '../desk/acts';
import { serverNow } from '../desk/clock';
import { useAddress, useRoomView, useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useKeys } from '../desk/keys';
import { Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { nearestInstant, pushed, typedTime } from './chain';
import { Capacity } from './Capacity';
import { Compare } from './Compare';
import { EffectCard } from './EffectCard';
import { Gantt, usePerHour } from './Gantt';
import { OrdersTable } from './OrdersTable';
import type { Bar, Change, Day, DayHead } from './plan-types';
import { RecordSays } from './RecordSays';
import { Risk } from './Risk';
import { movedBars, useWhatIf, withMove } from './useWhatIf';
import { VialBars } from './VialBars';
import './planning.css';

// A day's whole plan: production, release, road, border and injection in one picture, and what becomes of it when something changes.
export default function DayPage() {
  const t = useWords('planning');
  const list = useRoomView<{ rows: DayHead[] }>('/planning/days');
  const { param, go, Link } = useAddress();
  const rows = list.data?.rows ?? [];
  const id = param('id') || (rows.findLast((r) => r.state === 'published') ?? rows.at(-1))?.plan;
  return (
    <div className="rm-page pl-page">
      <PageHead title={t('title')} sub={t('subtitle')}>
        {rows.length > 1 && (
          <select className="rm-input pl-choose" aria-label={t('plan')} value={id} onChange={(e) => go(`/plan/${encodeURIComponent(e.target.value)}`)}>
            {rows.map((r) => <option key={r.plan} value={r.plan}>{`${r.day} · ${r.name || r.plan} · ${t.or(`is_${r.state}`, r.state)}`}</option>)}
          </select>
        )}
        <Link to="/plan/past">{t('past')}</Link>
        <Link to="/plan/lane">{t('lanes')}</Link>
      </PageHead>
      <Shown pending={list.pending} problem={list.error}>
        {id ? <OneDay id={id} rows={rows} /> : <section className="rm-card"><p className="rm-empty">{t('none')}</p></section>}
        <NewDay key={rows.length} />
      </Shown>
    </div>
  );
}

// A day is planned from the promised orders; nothing else has to be typed.
function NewDay() {
  const t = useWords('planning');
  const session = useSession();
  const f = useFigures();
  const { go } = useAddress();
  const tomorrow = new Date(serverNow() + 86_400_000).toLocaleDateString('sv-SE', { timeZone: f.zone });
  const made = useRef('');
  if (!may(session?.permissions, 'planning.make-day')) return null;
  return (
    <details className="rm-card rm-pad">
      <summary>{t('plan_a_day')}</summary>
      <CommandForm command="planning/make-day" submit={t('plan_a_day')} told={(r) => { made.current = (r as { result?: { plan?: string } }).result?.plan ?? ''; return t('planned_is', { plan: made.current }); }} onDone={() => go(`/plan/${encodeURIComponent(made.current)}`)}
        fields={[{ name: 'plan', label: t('plan_number'), required: true, value: `DAY-${tomorrow.slice(2).replaceAll('-', '')}` }, { name: 'day', label: t('day'), required: true, value: tomorrow }, { name: 'name', label: t('name') }]} />
    </details>
  );
}

function OneDay({ id, rows }: { id: string; rows: DayHead[] }) {
  const view = useRoomView<Day>(`/planning/days/${encodeURIComponent(id)}`);
  const day = useMemo(() => view.data && named(view.data), [view.data]);
  return <Shown pending={view.pending} problem={view.error}>{day && <><Whole day={day} /><Compare day={day} rows={rows} /><Risk key={`r${id}`} plan={id} zone={day.zone} /><Capacity key={`c${id}`} plan={id} /></>}</Shown>;
}

// A run's bars are told by what it makes, an injection's by whose it is.
function named(day: Day): Day {
  const product = new Map(day.runs.map((r) => [r.run, r.product]));
  const patient = new Map(day.orders.map((o) => [o.order, o.patient ?? o.order]));
  return { ...day, bars: day.bars.map((b) => ({ ...b, product: (b.run && product.get(b.run)) || ((b.kind === 'draw' || b.kind === 'injection' || b.kind === 'scan') && patient.get(b.orders[0])) || undefined })) };
}

function Whole({ day }: { day: Day }) {
  const t = useWords('planning');
  const what = useWhatIf(day.plan);
  const [picked, setPicked] = useState<string | null>(null);
  const [typing, setTyping] = useState<string | null>(null);
  const perHour = usePerHour();
  const { setChanges } = what;
  const put = useCallback((bar: string, starts: number) => setChanges((now) => withMove(now, bar, starts)), [setChanges]);
  const barOf = useMemo(() => new Map(day.bars.map((b) => [b.id, b])), [day.bars]);
  const step = useCallback((bar: string, by: number) => setChanges((now) => {
    const before = now.find((c) => c.kind === 'move' && c.bar === bar);
    const from = before?.kind === 'move' ? before.starts : barOf.get(bar)?.starts;
    return from ? withMove(now, bar, Date.parse(from) + by) : now;
  }), [setChanges, barOf]);
  const ghosts = useMemo(() => {
    const moved = movedBars(day, what.changes);
    return moved.size ? pushed(day.bars, day.lanes, moved) : [];
  }, [what.changes, day]);
  const option = (i: number) => () => {
    const chosen = what.said?.options[i];
    if (chosen) what.choose(chosen);
  };
  useKeys({ Escape: () => { what.discard(); setTyping(null); }, s: what.solve, 1: option(0), 2: option(1), 3: option(2) });
  return (
    <>
      <Head day={day} changes={what.changes} solving={what.solving} onDiscard={what.discard} onSolve={what.solve} busy={what.busy} />
      <section className="rm-card pl-card" aria-label={t('timeline')}>
        <Gantt day={day} ghosts={ghosts} picked={picked} perHour={perHour} onPick={setPicked} onMove={put} onStep={step} onType={setTyping} />
        <Legend />
      </section>
      {typing && barOf.get(typing) && <TypeTime bar={barOf.get(typing)!} zone={day.lanes.find((l) => l.id === barOf.get(typing)!.lane)?.zone ?? day.zone} onDone={(ms) => { if (ms !== null) put(typing, ms); setTyping(null); setPicked(typing); }} />}
      {day.state === 'published' && <RecordSays plan={day.plan} onTake={setChanges} />}
      <div className="pl-below">
        <VialBars day={day} against={what.said?.day} />
        <EffectCard said={what.said} day={day} busy={what.busy} problem={what.problem} onOption={what.choose} />
      </div>
      <Figures day={what.said?.day ?? day} />
      <OrdersTable day={what.said?.day ?? day} />
    </>
  );
}

function Head({ day, changes, solving, busy, onDiscard, onSolve }: { day: Day; changes: Change[]; solving: string | null; busy: boolean; onDiscard: () => void; onSolve: () => void }) {
  const t = useWords('planning');
  const f = useFigures();
  const { go } = useAddress();
  const changed = changes.length > 0;
  // One number for one set of changes, so that a repeated press makes no second plan.
  const next = useMemo(() => `${day.plan.slice(0, 40)}.${Date.now().toString(36)}`, [day.plan, changes, solving]);
  const session = useSession();
  const served = day.orders.filter((o) => o.served).length;
  return (
    <div className="pl-head">
      <h2>{day.name || day.plan} <small>{f.date(`${day.day}T12:00:00Z`, day.zone)}</small></h2>
      <Mark tone={day.state === 'published' ? 'ok' : day.state === 'draft' ? 'info' : 'idle'}>{t.or(`is_${day.state}`, day.state)}</Mark>
      <Mark tone={served < day.orders.length ? 'crit' : 'ok'}>{t('served_of', { n: served, total: day.orders.length })}</Mark>
      <span className="rm-quiet pl-hint">{t('hint')}</span>
      <div className="pl-acts">
        <button type="button" className="rm-button" disabled={busy} onClick={onSolve}>{t('solve_again')}<kbd>S</kbd></button>
        {changed && <button type="button" className="rm-button rm-primary" onClick={onDiscard}>{t('discard')}<kbd>Esc</kbd></button>}
        {changed && may(session?.permissions, 'planning.revise-day') && (
          <Act command="planning/revise-day" body={{ plan: next, of: day.plan, changes, ...(solving ? { solve: solving } : { follow: true }) }} onDone={() => go(`/plan/${encodeURIComponent(next)}`)}>{t('keep')}</Act>
        )}
        {!changed && day.state === 'draft' && may(session?.permissions, 'planning.publish-day') && (
          <Act command="planning/publish-day" body={{ plan: day.plan }} signed meaning={t('meaning_publish')} tone="primary">{t('publish')}</Act>
        )}
      </div>
    </div>
  );
}

// A time typed is as good as a bar dragged.
function TypeTime({ bar, zone, onDone }: { bar: Bar; zone: string; onDone: (ms: number | null) => void }) {
  const t = useWords('planning');
  const f = useFigures();
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const minutes = typedTime(text);
  const at = minutes === null ? null : nearestInstant(minutes, Date.parse(bar.starts), zone);
  return (
    <form className="rm-card pl-type" onSubmit={(e) => { e.preventDefault(); if (at !== null) onDone(at); else input.current?.focus(); }}>
      <label>{t('starts_at', { what: bar.label })} <input ref={input} className="rm-input" autoFocus inputMode="numeric" value={text} placeholder={f.shortTime(bar.starts, zone)} aria-invalid={text !== '' && at === null}
        onChange={(e) => setText(e.target.value)} onKeyDown={(e) => { if (e.key === 'Escape') { e.stopPropagation(); onDone(null); } }} /></label>
      <span role="status" className={text && at === null ? 'rm-error' : 'rm-quiet'}>{at !== null ? f.dateTime(new Date(at).toISOString(), zone) : text ? t('no_time') : ''}</span>
      <button type="submit" className="rm-button rm-primary">{t('move')}</button>
      <button type="button" className="rm-button" onClick={() => onDone(null)}>{t('leave')}</button>
    </form>
  );
}

function Legend() {
  const t = useWords('planning');
  return (
    <div className="pl-legend" aria-hidden="true">
      {(['wide', 'fair', 'thin', 'breaks', 'done'] as const).map((k) => <span key={k}><i className={`pl-key-${k}`} />{t(`legend_${k}`)}</span>)}
    </div>
  );
}

// What the plan costs, part by part, and how far from the best conceivable it can be at most.
function Figures({ day }: { day: Day }) {
  const t = useWords('planning');
  const f = useFigures();
  const parts = Object.entries(day.cost).filter(([k, v]) => k !== 'total' && Math.abs(v) >= 0.5);
  const made = day.runs.reduce((sum, r) => sum + r.makes_bq, 0);
  return (
    <section className="rm-card pl-figures" aria-label={t('cost')}>
      <dl>
        <div><dt>{t('cost')}</dt><dd>{t('eur', { n: f.number(Math.round(day.cost.total ?? 0)) })}</dd></div>
        {parts.map(([k, v]) => <div key={k}><dt>{t.or(k === 'change' ? 'cost_change_total' : `cost_${k}`, k)}</dt><dd>{f.number(Math.round(v))}</dd></div>)}
        {day.gap !== undefined && <div><dt>{t('gap')}</dt><dd>{f.number(day.gap * 100)} %</dd></div>}
        {made > 0 && <div><dt>{t('made')}</dt><dd>{f.siActivity(made)}<small>{t('made_sub')}</small></dd></div>}
      </dl>
    </section>
  );
}
