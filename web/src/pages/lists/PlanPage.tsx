import { may } from '../../app/permissions';
import { Act } from '../../rooms/desk/acts';
import { useAddress, useNow, useRoomView, useSession } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { Block, Mark, PageHead, Shown } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import './lists.css';

interface Stage { code: string; starts: string; ends: string; slack_minutes: number; until_end_minutes?: number; state: 'past' | 'now' | 'ahead'; waits?: string | number }
interface Head { plan: string; product: string; product_name?: string; maker_site: string; zone?: string; day: string; lane: string; consignment?: string; state: string; served_count: number; unserved_count: number; slack_minutes?: number | null }
interface Whole extends Head {
  stages: Stage[]; unserved: { order: string; patient?: string; code: string; text: string; remedy?: string; inject_at_local?: string }[];
  needed_eob_bq?: number; needed_eos_bq?: number; needed_at_first_injection_bq?: number; beam_minutes?: number; published?: { by: string; at: string } | null;
}

export default function PlanPage() {
  const t = useWords('lists');
  const view = useRoomView<{ plans: Head[] }>('/planning/plans');
  const { query, setQuery } = useAddress();
  const plans = view.data?.plans ?? [];
  const picked = plans.find((p) => p.plan === query.get('plan')) ?? plans.at(-1);
  return (
    <div className="rm-page">
      <PageHead title={t('plan')} sub={t('plan_sub')}>
        {plans.length > 1 && (
          <select className="rm-input" aria-label={t('plan')} value={picked?.plan} onChange={(e) => setQuery({ plan: e.target.value })}>
            {plans.map((p) => <option key={p.plan} value={p.plan}>{p.plan} · {p.product_name || p.product} · {p.day}</option>)}
          </select>
        )}
      </PageHead>
      <Shown pending={view.pending} problem={view.error}>
        {picked ? <Plan id={picked.plan} /> : <section className="rm-card"><p className="rm-empty">{t('plan_none')}</p></section>}
      </Shown>
    </div>
  );
}

function Plan({ id }: { id: string }) {
  const t = useWords('lists');
  const f = useFigures();
  const session = useSession();
  const view = useRoomView<Whole>(`/planning/plans/${encodeURIComponent(id)}`);
  const p = view.data;
  return (
    <Shown pending={view.pending} problem={view.error}>
      {p && (
        <section className="rm-card">
          <header className="ls-plan-head">
            <h2>{p.plan}</h2><span>{p.product_name || p.product} · {p.lane} · {p.day}</span>
            <Mark tone={p.state === 'published' ? 'ok' : 'info'}>{t.or(`plan_${p.state}`, p.state)}</Mark>
            <Mark tone={p.unserved_count ? 'crit' : 'ok'}>{t('plan_served', { n: p.served_count, total: p.served_count + p.unserved_count })}</Mark>
          </header>
          <dl className="ls-facts">
            {p.needed_eob_bq !== undefined && <div><dt>{t('needed_eob')}</dt><dd>{f.activity(p.needed_eob_bq)}</dd></div>}
            {p.needed_eos_bq !== undefined && <div><dt>{t('needed_eos')}</dt><dd>{f.activity(p.needed_eos_bq)}</dd></div>}
            {p.needed_at_first_injection_bq !== undefined && <div><dt>{t('needed_first')}</dt><dd>{f.activity(p.needed_at_first_injection_bq)}</dd></div>}
            {!!p.beam_minutes && <div><dt>{t('beam')}</dt><dd>{f.duration(p.beam_minutes * 60)}</dd></div>}
          </dl>
          <Gantt p={p} />
          {p.state === 'draft' && may(session?.permissions, 'planning.publish-plan') && (
            <div className="rm-block"><Act command="planning/publish-plan" body={{ plan: p.plan }} signed meaning={t('meaning_publish')} tone="primary">{t('publish')}</Act></div>
          )}
          {!!p.unserved?.length && (
            <Block title={t('unserved')}>
              {p.unserved.map((u) => <p key={u.order}><Mark tone="crit">{u.patient ?? u.order}</Mark> {u.text} {u.remedy}</p>)}
            </Block>
          )}
        </section>
      )}
    </Shown>
  );
}

const slackClass = (s: Stage) => (s.state === 'past' ? 'ls-past' : s.slack_minutes < 0 ? 'ls-slack-1' : s.slack_minutes < 1 ? 'ls-latest' : s.slack_minutes < 20 ? 'ls-slack-2' : s.slack_minutes <= 45 ? 'ls-slack-3' : 'ls-slack-4');

// One bar a stage at its latest instant: what the colour says, the column beside it says in minutes.
function Gantt({ p }: { p: Whole }) {
  const t = useWords('lists');
  const f = useFigures();
  const now = useNow();
  if (!p.stages.length) return <p className="rm-empty">{t('plan_empty')}</p>;
  const hour = 3_600_000;
  const from = Math.floor(Math.min(...p.stages.map((s) => Date.parse(s.starts))) / hour) * hour;
  const to = Math.ceil(Math.max(...p.stages.map((s) => Date.parse(s.ends))) / hour) * hour;
  const x = (time: number) => ((time - from) / (to - from)) * 100;
  const hours = Array.from({ length: Math.round((to - from) / hour) + 1 }, (_, i) => from + i * hour);
  return (
    <div className="ls-gantt" tabIndex={0} role="group" aria-label={t('stages')}>
      <div className="ls-grid" role="table" aria-label={t('stages')}>
        <div className="ls-lane" role="row">
          <span role="columnheader">{t('stage')}</span>
          <span role="columnheader" className="ls-hours">{hours.map((h) => <span key={h} style={{ left: `${x(h)}%` }}>{f.shortTime(new Date(h).toISOString(), p.zone)}</span>)}</span>
          <span role="columnheader">{t('stage_slack')}</span>
        </div>
        {p.stages.map((s, i) => (
          <div className="ls-lane" role="row" key={`${s.code}${i}`}>
            <span role="rowheader">{t.or(`stage_${s.code}`, s.code)}</span>
            <span role="cell" className="ls-track">
              <span className="rm-hidden">{f.shortTime(s.starts, p.zone)}–{f.time(s.ends, p.zone)}</span>
              <i className={`ls-stage ${slackClass(s)}`} style={{ left: `${x(Date.parse(s.starts))}%`, width: `${Math.max(0.4, x(Date.parse(s.ends)) - x(Date.parse(s.starts)))}%` }} title={`${f.shortTime(s.starts, p.zone)}–${f.time(s.ends, p.zone)}`} />
              {now >= from && now <= to && <b style={{ left: `${x(now)}%` }} />}
            </span>
            <span role="cell">{s.state === 'past' ? t('stage_past') : s.slack_minutes < 0 ? t('breaks') : s.slack_minutes < 1 ? t('latest') : f.duration(s.slack_minutes * 60)}<small className="rm-sub">{f.shortTime(s.starts, p.zone)}–{f.shortTime(s.ends, p.zone)}</small></span>
          </div>
        ))}
      </div>
      <div className="ls-key" aria-hidden="true">
        <span><i className="ls-slack-4" />&gt; 45 min</span><span><i className="ls-slack-3" />20–45</span><span><i className="ls-slack-2" />&lt; 20</span><span><i className="ls-latest" />{t('latest')}</span><span><i className="ls-slack-1" />{t('breaks')}</span><span><i className="ls-past" />{t('stage_past')}</span>
      </div>
    </div>
  );
}
