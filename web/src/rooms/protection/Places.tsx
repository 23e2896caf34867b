import { useState } from 'react';
import { CommandForm } from '../desk/acts';
import { useRoomView, useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useNameOf } from '../desk/known';
import { Mark, Shown, type Tone } from '../desk/pieces';
import { useWords } from '../desk/words';
import { PlanDrawing } from './PlanDrawing';
import type { Plan, Point, Survey } from './plan-types';

interface Place extends Survey { state: 'clean' | 'contaminated' }

const tones: Record<Point['state'], Tone> = { clean: 'ok', contaminated: 'crit', overdue: 'warn', unsurveyed: 'idle' };
const worst: Point['state'][] = ['contaminated', 'overdue', 'unsurveyed', 'clean'];

// The plan of each site with its points, what the last survey found, and what is due.
export function Places() {
  const t = useWords('protection');
  const f = useFigures();
  const view = useRoomView<Plan>('/protection/plan');
  const siteName = useNameOf('site');
  const [picked, setPicked] = useState('');
  const plan = view.data ?? { rooms: [], points: [], monitors: [] };
  const points = [...plan.points].sort((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state) || a.point.localeCompare(b.point));
  const sites = [...new Set(plan.rooms.map((r) => r.site))];
  return (
    <>
      <section className="rm-card rm-pad" aria-label={t('plan')}>
        <h2 className="rm-h2">{t('plan')}</h2>
        <Shown pending={view.pending} problem={view.error}>
          {!plan.rooms.length && <p className="rm-empty">{t('plan_none')}</p>}
          {sites.map((site) => <PlanDrawing key={site} site={site} name={siteName(site)} plan={plan} picked={picked} onPick={setPicked} />)}
          {points.map((p) => (
            <div className={p.point === picked ? 'rm-row rm-picked' : 'rm-row'} key={p.point}>
              <span><b>{p.point}</b> {p.name} <span className="rm-quiet">{p.room}</span></span>
              <Mark tone={tones[p.state]}>{t(`point_${p.state}`)}</Mark>
              <span>{p.last && <Levels s={p.last} />}</span>
              <small>{[p.contaminated_since ? t('not_cleared', { time: f.dateTime(p.contaminated_since, p.zone) }) : '', t(p.overdue ? 'was_due' : 'due', { time: f.dateTime(p.due, p.zone) })].filter(Boolean).join(' · ')}</small>
            </div>
          ))}
        </Shown>
        <Forms plan={plan} points={points} picked={picked} />
      </section>
      <Elsewhere />
    </>
  );
}

function Levels({ s }: { s: Survey }) {
  const f = useFigures();
  const parts = [s.wipe_bq_cm2 !== undefined ? `${f.number(s.wipe_bq_cm2)} / ${f.number(s.limit_bq_cm2)} Bq/cm²` : '', s.rate_sv_h !== undefined ? `${f.number(s.rate_sv_h * 1e6)} / ${f.number(s.limit_usv_h)} µSv/h` : ''];
  return <>{parts.filter(Boolean).join(' · ')}</>;
}

function Forms({ plan, points, picked }: { plan: Plan; points: Point[]; picked: string }) {
  const t = useWords('protection');
  const site = useSession()?.site ?? plan.rooms[0]?.site ?? '';
  const areas: [string, string][] = [['controlled', t('controlled')], ['supervised', t('supervised')]];
  const metre = (name: string, label: string) => ({ name, label, unit: ['m'], required: true });
  return (
    <>
      {!!points.length && (
        <details open={!!picked || undefined}>
          <summary>{t('survey_point')}</summary>
          <CommandForm key={`${picked} ${points.length}`} command="protection/survey-place" submit={t('survey')} shape={({ point, ...rest }) => ({ ...rest, point, site: plan.rooms.find((r) => r.room === points.find((p) => p.point === point)?.room)?.site ?? site })}
            fields={[{ name: 'point', label: t('point'), options: points.map((p): [string, string] => [p.point, `${p.point} ${p.name}`]), value: picked || points[0].point, required: true },
              { name: 'wipe', label: t('wipe'), unit: ['Bq/cm2'] }, { name: 'rate', label: t('rate'), unit: ['uSv/h'] }, { name: 'meter', label: t('meter'), of: 'survey_meter', required: true }, { name: 'wipe_counter', label: t('wipe_counter'), of: 'wipe_counter' }]} />
        </details>
      )}
      <details>
        <summary>{t('draw_room')}</summary>
        <CommandForm command="protection/draw-room" submit={t('draw_room')} preview={t('may_i')}
          fields={[{ name: 'room', label: t('room'), required: true }, { name: 'site', label: t('site'), of: 'site', value: site, required: true }, { name: 'name', label: t('name'), required: true }, { name: 'area', label: t('area'), value: 'supervised', options: areas, required: true },
            metre('x', t('from_left')), metre('y', t('from_top')), metre('width', t('width')), metre('height', t('height')),
            { name: 'workplace_class', label: t('workplace_class'), options: [['', '–'], ['A', 'A'], ['B', 'B'], ['C', 'C']] }, { name: 'equipment', label: t('equipment'), type: 'list', wide: true }, { name: 'alpha', label: t('alpha'), type: 'flag' }]} />
      </details>
      {!!plan.rooms.length && (
        <details>
          <summary>{t('set_point')}</summary>
          <CommandForm key={plan.rooms.length} command="protection/set-point" submit={t('set_point')} preview={t('may_i')}
            fields={[{ name: 'point', label: t('point'), required: true }, { name: 'room', label: t('room'), options: plan.rooms.map((r): [string, string] => [r.room, r.name]), value: plan.rooms[0].room, required: true }, { name: 'name', label: t('name'), required: true },
              metre('x', t('from_left')), metre('y', t('from_top')), { name: 'every', label: t('every'), unit: ['d', 'h'], value: '7', required: true }]} />
        </details>
      )}
    </>
  );
}

// Places that are no points of the plan, such as a corridor after a spill.
function Elsewhere() {
  const t = useWords('protection');
  const f = useFigures();
  const site = useSession()?.site ?? '';
  const view = useRoomView<{ places: Place[] }>('/protection/places');
  const siteName = useNameOf('site');
  const rows = (view.data?.places ?? []).filter((p) => !p.point);
  return (
    <section className="rm-card rm-pad" aria-label={t('places')}>
      <h2 className="rm-h2">{t('places')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('places_none')}</p>}
        {rows.map((p) => (
          <div className="rm-row" key={`${p.site} ${p.place}`}>
            <b>{p.place}</b>
            <Mark tone={p.state === 'clean' ? 'ok' : 'crit'}>{t(`place_${p.state}`)}</Mark>
            <span><Levels s={p} /></span>
            <small>{t(p.area)} · {siteName(p.site)} · {f.dateTime(p.at, p.zone)}</small>
          </div>
        ))}
      </Shown>
      <details>
        <summary>{t('survey_elsewhere')}</summary>
        <CommandForm command="protection/survey-place" submit={t('survey')}
          fields={[{ name: 'site', label: t('site'), of: 'site', value: rows[0]?.site ?? site, required: true }, { name: 'place', label: t('place'), required: true },
            { name: 'area', label: t('area'), value: 'supervised', options: [['controlled', t('controlled')], ['supervised', t('supervised')]], required: true },
            { name: 'wipe', label: t('wipe'), unit: ['Bq/cm2'] }, { name: 'rate', label: t('rate'), unit: ['uSv/h'] }, { name: 'meter', label: t('meter'), of: 'survey_meter', required: true },
            { name: 'wipe_counter', label: t('wipe_counter'), of: 'wipe_counter' }, { name: 'alpha', label: t('alpha'), type: 'flag' }]} />
      </details>
    </section>
  );
}
