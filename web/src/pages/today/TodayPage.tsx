import { useAddress, useNow, useRoomView, useSession } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { useKeys } from '../../rooms/desk/keys';
import { Mark, PageHead, Shown, type Tone } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import { byTimeLeft, toneOfTask, type Signal, type TodayTask, type TodayView } from './today-types';
import './today.css';

export default function TodayPage() {
  const t = useWords('today');
  const shell = useWords('shell');
  const session = useSession();
  const view = useRoomView<TodayView>('/today');
  const v = view.data;
  const roles = session?.roles.map((r) => shell.or(`role_${r}`, r)).join(' · ');
  return (
    <div className="rm-page">
      <PageHead title={t('title', { name: session?.name || session?.person || '' })} sub={[roles, session?.org_name].filter(Boolean).join(' · ')} />
      <Shown pending={view.pending} problem={view.error}>
        {v && (
          <div className="td-lay">
            <Tasks tasks={byTimeLeft(v.tasks ?? [])} />
            <div className="td-col">
              <Signals signals={v.signals ?? []} />
              <Changed rows={v.changed ?? []} />
            </div>
          </div>
        )}
      </Shown>
    </div>
  );
}

function Tasks({ tasks }: { tasks: TodayTask[] }) {
  const t = useWords('today');
  const f = useFigures();
  const now = useNow();
  const { go } = useAddress();
  const move = (by: number) => {
    const links = [...document.querySelectorAll<HTMLElement>('.td-task')];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  return (
    <section className="rm-card" aria-label={t('tasks')}>
      <h2 className="td-head">{t('tasks')} <span>{tasks.length}</span></h2>
      {!tasks.length && <p className="rm-empty">{t('nothing')}</p>}
      <ul className="td-tasks">
        {tasks.map((x) => {
          const left = x.due_at ? (Date.parse(x.due_at) - now) / 1000 : null;
          return (
            <li key={x.id}>
              <a className="td-task" href={x.link ?? '#main'} onClick={(e) => { if (x.link && !e.ctrlKey && !e.metaKey) { e.preventDefault(); go(x.link); } }}>
                <Mark tone={toneOfTask(x, left)}>{left === null ? t('no_clock') : left < 0 ? t('late_by', { time: f.duration(-left) }) : f.duration(left)}</Mark>
                <span>{x.text}{x.due_at && <small>{t('by', { time: (left !== null && Math.abs(left) > 43200 ? f.dateTime : f.time)(x.due_at, x.zone ?? undefined) })}</small>}</span>
                <i aria-hidden="true">›</i>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const tierTone: Record<number, Tone> = { 1: 'crit', 2: 'warn', 3: 'info', 4: 'idle' };

function Signals({ signals }: { signals: Signal[] }) {
  const t = useWords('today');
  const f = useFigures();
  const { Link } = useAddress();
  return (
    <section className="rm-card" aria-label={t('signals')}>
      <h2 className="td-head">{t('signals')} <span>{signals.length}</span></h2>
      {!signals.length && <p className="rm-empty">{t('signals_none')}</p>}
      {signals.map((s) => (
        <article key={s.id} className="td-signal">
          <Mark tone={tierTone[s.tier ?? 3] ?? 'info'}>{s.text}</Mark>
          {s.action && <p>{s.action}</p>}
          <small>
            {[s.patients ? t('patients', { n: s.patients }) : '', s.reaches_patient_in_minutes !== undefined && s.reaches_patient_in_minutes !== null ? t('reaches_in', { time: f.duration(Math.max(0, s.reaches_patient_in_minutes * 60)) }) : ''].filter(Boolean).join(' · ')}
            {s.link && <> <Link to={s.link}>{t('open')}</Link></>}
          </small>
        </article>
      ))}
    </section>
  );
}

function Changed({ rows }: { rows: TodayView['changed'] }) {
  const t = useWords('today');
  const f = useFigures();
  return (
    <section className="rm-card" aria-label={t('changed')}>
      <h2 className="td-head">{t('changed')}</h2>
      {!rows?.length && <p className="rm-empty">{t('changed_none')}</p>}
      <ol className="td-changed">
        {rows?.map((r) => <li key={r.seq}><time dateTime={r.at}>{f.shortTime(r.at, r.zone ?? undefined)}</time><span>{f.inWords(r.text, r.zone ?? undefined)}</span></li>)}
      </ol>
    </section>
  );
}
