import { CommandForm } from '../desk/acts';
import { useRoomView, useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, Shown, type Tone } from '../desk/pieces';
import { useWords } from '../desk/words';

interface Share { person: string; name: string; received_msv: number; above: boolean }
interface Task { task: string; title: string; from: string; until: string; times: number; done: number; planned_msv: number; received_msv: number; expected_msv: number; level: 'within' | 'heading_above' | 'above'; people: Share[] }

const tones: Record<Task['level'], Tone> = { within: 'ok', heading_above: 'warn', above: 'crit' };

// Planned and received dose by task: a task that will end above its plan says so while it can still be done otherwise.
export function Tasks() {
  const t = useWords('protection');
  const f = useFigures();
  const site = useSession()?.site ?? '';
  const view = useRoomView<{ tasks: Task[] }>('/protection/tasks');
  const rows = view.data?.tasks ?? [];
  const msv = (v: number) => `${f.number(v)} mSv`;
  return (
    <section className="rm-card rm-pad" aria-label={t('tasks')}>
      <h2 className="rm-h2">{t('tasks')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('tasks_none')}</p>}
        {rows.map((k) => (
          <article className="pr-task" key={k.task} aria-label={k.title}>
            <header><b>{k.title}</b> <span className="rm-quiet">{k.task} · {f.day(k.from)} – {f.day(k.until)}</span> <Mark tone={tones[k.level]}>{t(`task_${k.level}`)}</Mark></header>
            <Bar received={k.received_msv} expected={k.expected_msv} planned={k.planned_msv} />
            <p>{t('task_stands', { received: msv(k.received_msv), planned: msv(k.planned_msv), done: k.done, times: k.times })} {k.level === 'heading_above' && t('task_expected', { expected: msv(k.expected_msv) })}</p>
            {k.people.map((p) => <span className="pr-share" key={p.person}>{p.name}: {msv(p.received_msv)} {p.above && <Mark tone="crit">{t('share_above')}</Mark>}</span>)}
          </article>
        ))}
      </Shown>
      {!!rows.length && (
        <details>
          <summary>{t('book_receipt')}</summary>
          <CommandForm key={rows.length} command="protection/book-receipt" submit={t('book_receipt')}
            fields={[{ name: 'task', label: t('task'), options: rows.map((k): [string, string] => [k.task, k.title]), value: rows[0].task, required: true }, { name: 'person', label: t('person'), of: 'person', required: true },
              { name: 'day', label: t('day'), type: 'day', required: true }, { name: 'dose', label: t('dose'), unit: ['uSv', 'mSv'], required: true }, { name: 'times', label: t('times_done'), type: 'number', value: '1', required: true },
              { name: 'remark', label: t('remark'), wide: true }]} />
        </details>
      )}
      <details>
        <summary>{t('plan_task')}</summary>
        <CommandForm command="protection/plan-task" submit={t('plan_task')}
          fields={[{ name: 'task', label: t('task_number'), required: true }, { name: 'title', label: t('task_title'), required: true, wide: true }, { name: 'site', label: t('site'), of: 'site', value: site, required: true },
            { name: 'times', label: t('times'), type: 'number', required: true }, { name: 'planned', label: t('planned'), unit: ['mSv', 'uSv'], required: true }, { name: 'most', label: t('most'), unit: ['mSv', 'uSv'] },
            { name: 'from', label: t('from'), type: 'day', required: true }, { name: 'until', label: t('until'), type: 'day', required: true }]} />
      </details>
    </section>
  );
}

// Received against planned; the outline is what it will have come to.
export function Bar({ received, expected, planned }: { received: number; expected: number; planned: number }) {
  const most = Math.max(planned, expected, received) || 1;
  const at = (v: number) => `${(100 * v) / most}%`;
  return (
    <svg className="pr-bar" width="100%" height="14" aria-hidden="true">
      {expected > received && <rect x="0" y="3" width={at(expected)} height="8" className="pr-bar-expected" />}
      <rect x="0" y="3" width={at(received)} height="8" className={received > planned ? 'pr-bar-above' : 'pr-bar-received'} />
      <line x1={at(planned)} x2={at(planned)} y1="0" y2="14" className="pr-bar-planned" />
    </svg>
  );
}
