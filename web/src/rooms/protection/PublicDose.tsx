import { CommandForm } from '../desk/acts';
import { useRoomView, useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, Shown, type Tone } from '../desk/pieces';
import { useWords } from '../desk/words';
import { Bar } from './Tasks';

interface Monitor { monitor: string; site: string; place: string; kind: 'boundary' | 'area'; occupancy_percent: number; background_usv_h: number; year_msv: number; read_days: number; expected_msv?: number | null; constraint_msv: number; limit_msv: number; level: 'below' | 'heading_above' | 'constraint' | 'limit'; clause: string }

const tones: Record<Monitor['level'], Tone> = { below: 'ok', heading_above: 'warn', constraint: 'crit', limit: 'crit' };

// What somebody of the public may have received at each monitor this year, against the constraint.
export function PublicDose() {
  const t = useWords('protection');
  const f = useFigures();
  const site = useSession()?.site ?? '';
  const view = useRoomView<{ monitors: Monitor[] }>('/protection/public');
  const rows = view.data?.monitors ?? [];
  const msv = (v: number) => `${f.number(v)} mSv`;
  return (
    <section className="rm-card rm-pad" aria-label={t('public')}>
      <h2 className="rm-h2">{t('public')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('public_none')}</p>}
        {rows.map((m) => (
          <article className="pr-task" key={m.monitor} aria-label={m.place}>
            <header><b>{m.place}</b> <span className="rm-quiet">{m.monitor} · {t(`monitor_${m.kind}`)}</span> <Mark tone={tones[m.level]}>{t(`public_${m.level}`)}</Mark></header>
            <Bar received={m.year_msv} expected={m.expected_msv ?? m.year_msv} planned={m.constraint_msv} />
            <p>{t('public_stands', { year: msv(m.year_msv), days: f.number(m.read_days), constraint: msv(m.constraint_msv), limit: msv(m.limit_msv) })} {m.expected_msv !== null && m.expected_msv !== undefined && t('public_expected', { expected: msv(m.expected_msv) })}</p>
            <small className="rm-quiet">{t('net_of', { background: f.number(m.background_usv_h), occupancy: f.number(m.occupancy_percent) })} · {m.clause}</small>
          </article>
        ))}
      </Shown>
      {!!rows.length && (
        <details>
          <summary>{t('read_monitor')}</summary>
          <CommandForm key={rows.length} command="protection/read-monitor" submit={t('read_monitor')}
            fields={[{ name: 'monitor', label: t('monitor'), options: rows.map((m): [string, string] => [m.monitor, m.place]), value: rows[0].monitor, required: true },
              { name: 'from', label: t('from'), type: 'day', required: true }, { name: 'until', label: t('until'), type: 'day', required: true }, { name: 'dose', label: t('shown_dose'), unit: ['uSv', 'mSv'], required: true }, { name: 'remark', label: t('remark'), wide: true }]} />
        </details>
      )}
      <details>
        <summary>{t('set_monitor')}</summary>
        <CommandForm command="protection/set-monitor" submit={t('set_monitor')}
          fields={[{ name: 'monitor', label: t('monitor'), required: true }, { name: 'site', label: t('site'), of: 'site', value: site, required: true }, { name: 'place', label: t('place'), required: true },
            { name: 'kind', label: t('monitor_kind'), value: 'boundary', options: [['boundary', t('monitor_boundary')], ['area', t('monitor_area')]], required: true },
            { name: 'background', label: t('background'), unit: ['uSv/h'], required: true }, { name: 'occupancy', label: t('occupancy'), unit: ['%'], value: '100', required: true },
            { name: 'x', label: t('from_left'), unit: ['m'] }, { name: 'y', label: t('from_top'), unit: ['m'] }]} />
      </details>
    </section>
  );
}
