import { CommandForm } from '../desk/acts';
import { useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useNameOf } from '../desk/known';
import { Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { Bar } from './Tasks';

interface Use { nuclide: string; operation: string; form: string; daily_bq: number; group: string; toxicity_factor: number; operation_factor: number; equivalent_bq: number }
interface DayOf { nuclide: string; activity_bq: number; declared_bq: number; above: boolean; equivalent_bq?: number | null }
interface Room { room: string; name: string; licensed: string; needed: string; equivalent_bq: number; limit_bq?: number | null; clause: string; uses: Use[]; today: DayOf[]; busiest?: { day: string; handled: DayOf[] } | null }
interface Holding { licence: string; site: string; zone: string; nuclide: string; max_activity_bq: number; held_bq: number; reserved_bq: number; share: number; free_bq: number; peak_bq: number; peak_at: string; exceeded_at?: string | null; unlicensed_at?: string | null }

// The class each room needs: daily activity times toxicity factor, divided by the factor of how it is handled.
export function Workplace() {
  const t = useWords('protection');
  const f = useFigures();
  const view = useRoomView<{ rooms: Room[]; unplaced: { nuclide: string; activity_bq: number }[] }>('/protection/workplace');
  const rooms = view.data?.rooms ?? [], unplaced = view.data?.unplaced ?? [];
  const listed = (days: DayOf[]) => days.map((d) => `${d.nuclide} ${f.siActivity(d.activity_bq)}`).join(', ');
  return (
    <section className="rm-card rm-pad" aria-label={t('workplace')}>
      <h2 className="rm-h2">{t('workplace')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rooms.length && <p className="rm-empty">{t('plan_none')}</p>}
        {rooms.filter((r) => r.uses.length || r.licensed).map((r) => (
          <article className="pr-task" key={r.room} aria-label={r.name}>
            <header>
              <b>{r.name}</b> <span className="rm-quiet">{r.room}</span>{' '}
              <Mark tone={!r.needed ? 'idle' : 'ok'}>{r.needed ? t('class_needed', { needed: r.needed, licensed: r.licensed }) : t('class_licensed', { licensed: r.licensed })}</Mark>
            </header>
            {!!r.limit_bq && <Bar received={r.equivalent_bq} expected={r.equivalent_bq} planned={r.limit_bq} />}
            <p>{t('equivalent', { sum: f.siActivity(r.equivalent_bq) })}{r.limit_bq ? ` ${t('of_limit', { limit: f.siActivity(r.limit_bq) })}` : ''} <small className="rm-quiet">{r.clause}</small></p>
            {!!r.uses.length && (
              <table className="rm-table rm-cards">
                <thead><tr>{['nuclide', 'operation', 'daily', 'weighing', 'equivalent_head'].map((h) => <th scope="col" key={h}>{t(h)}</th>)}</tr></thead>
                <tbody>
                  {r.uses.map((u) => (
                    <tr key={`${u.nuclide} ${u.operation} ${u.form}`}>
                      <th scope="row">{u.nuclide}</th>
                      <td data-label={t('operation')}>{t(`operation_${u.operation}`)}, {t(`form_${u.form}`)}</td>
                      <td data-label={t('daily')}>{f.siActivity(u.daily_bq)}</td>
                      <td data-label={t('weighing')}>× {f.number(u.toxicity_factor)} ({t(`group_${u.group}`)}) / {f.number(u.operation_factor)}</td>
                      <td data-label={t('equivalent_head')}>{f.siActivity(u.equivalent_bq)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {!!r.today.length && <p>{t('handled_today', { list: listed(r.today) })} {r.today.some((d) => d.above) && <Mark tone="crit">{t('above_declared')}</Mark>}</p>}
            {r.busiest && <p className="rm-quiet">{t('busiest', { day: f.day(r.busiest.day), list: listed(r.busiest.handled) })} {r.busiest.handled.some((d) => d.above) && <Mark tone="warn">{t('above_declared')}</Mark>}</p>}
          </article>
        ))}
        {!!unplaced.length && <p className="rm-quiet">{t('unplaced', { list: unplaced.map((u) => `${u.nuclide} ${f.siActivity(u.activity_bq)}`).join(', ') })}</p>}
      </Shown>
      {!!rooms.length && (
        <details>
          <summary>{t('plan_use')}</summary>
          <CommandForm key={rooms.length} command="protection/plan-use" submit={t('plan_use')} preview={t('may_i')}
            fields={[{ name: 'room', label: t('room'), options: rooms.map((r): [string, string] => [r.room, r.name]), value: rooms[0].room, required: true }, { name: 'nuclide', label: t('nuclide'), required: true },
              { name: 'operation', label: t('operation'), value: 'very_simple', options: ['storage', 'very_simple', 'simple', 'hazardous'].map((o): [string, string] => [o, t(`operation_${o}`)]), required: true },
              { name: 'form', label: t('form'), value: 'liquid', options: ['solid', 'liquid', 'contaminated', 'gas'].map((o): [string, string] => [o, t(`form_${o}`)]), required: true },
              { name: 'daily', label: t('daily'), unit: ['GBq', 'MBq', 'kBq'], required: true }]} />
        </details>
      )}
    </section>
  );
}

// What is held against each cap of the licences, and when it would be exceeded.
export function Holdings() {
  const t = useWords('protection');
  const f = useFigures();
  const view = useRoomView<{ holdings: Holding[] }>('/licensing/holdings');
  const siteName = useNameOf('site');
  const rows = [...(view.data?.holdings ?? [])].sort((a, b) => b.share - a.share);
  return (
    <section className="rm-card rm-pad" aria-label={t('holdings')}>
      <h2 className="rm-h2">{t('holdings')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('holdings_none')}</p>}
        {rows.map((h) => (
          <article className="pr-task" key={`${h.licence} ${h.nuclide}`} aria-label={`${h.licence} ${h.nuclide}`}>
            <header>
              <b>{h.nuclide}</b> <span className="rm-quiet">{h.licence} · {siteName(h.site)}</span>{' '}
              <Mark tone={h.exceeded_at || h.share > 1 ? 'crit' : h.share > 0.8 ? 'warn' : 'ok'}>{t('full', { percent: f.number(h.share * 100, 0) })}</Mark>
            </header>
            <Bar received={h.held_bq} expected={h.held_bq + h.reserved_bq} planned={h.max_activity_bq} />
            <p>{t('holding_stands', { held: f.siActivity(h.held_bq), reserved: f.siActivity(h.reserved_bq), most: f.siActivity(h.max_activity_bq), free: f.siActivity(h.free_bq) })}</p>
            <p className="rm-quiet">{h.exceeded_at ? t('exceeded_at', { time: f.dateTime(h.exceeded_at, h.zone) }) : t('peak', { peak: f.siActivity(h.peak_bq), time: f.dateTime(h.peak_at, h.zone) })} {h.unlicensed_at && <Mark tone="crit">{t('unlicensed_at', { time: f.dateTime(h.unlicensed_at, h.zone) })}</Mark>}</p>
          </article>
        ))}
      </Shown>
    </section>
  );
}
