import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import type { Plan, Point } from './plan-types';

const margin = 0.6; // m

// The rooms of a site to scale. A point's shape says how it stands, as everywhere: disc clean, square contaminated, triangle
// overdue, ring not yet surveyed; a diamond is a monitor of the public's dose.
export function PlanDrawing({ site, name, plan, picked, onPick }: { site: string; name: string; plan: Plan; picked: string; onPick: (point: string) => void }) {
  const t = useWords('protection');
  const rooms = plan.rooms.filter((r) => r.site === site);
  const points = plan.points.filter((p) => rooms.some((r) => r.room === p.room));
  const monitors = plan.monitors.filter((m) => m.site === site);
  const xs = [...rooms.flatMap((r) => [r.x_m, r.x_m + r.width_m]), ...monitors.map((m) => m.x_m)];
  const ys = [...rooms.flatMap((r) => [r.y_m, r.y_m + r.height_m]), ...monitors.map((m) => m.y_m)];
  const left = Math.min(...xs) - margin, top = Math.min(...ys) - margin;
  const wide = Math.max(...xs) - left + margin, high = Math.max(...ys) - top + margin;
  const text = wide / 46; // a letter's height: 10 px at the least width, 14 at the most
  return (
    <figure className="pr-plan">
      <figcaption className="rm-quiet">{name}</figcaption>
      <div className="rm-scroll" tabIndex={0} role="region" aria-label={t('plan_of', { site: name })}>
        <svg viewBox={`${left} ${top} ${wide} ${high}`} fontSize={text}>
          {rooms.map((r) => (
            <g key={r.room}>
              <rect x={r.x_m} y={r.y_m} width={r.width_m} height={r.height_m} className={`pr-room pr-${r.area}`} strokeWidth={text / 6} />
              <text x={r.x_m + text / 2} y={r.y_m + text * 1.4} className="pr-name">{r.name}</text>
              <text x={r.x_m + text / 2} y={r.y_m + text * 2.7} className="pr-sub" fontSize={text * 0.85}>{[t(r.area), r.workplace_class ? t('class_is', { class: r.workplace_class }) : ''].filter(Boolean).join(' · ')}</text>
            </g>
          ))}
          {monitors.map((m) => (
            <g key={m.monitor} className="pr-monitor">
              <path d={`M${m.x_m} ${m.y_m - text * 0.8} l${text * 0.8} ${text * 0.8} -${text * 0.8} ${text * 0.8} -${text * 0.8} -${text * 0.8}z`} strokeWidth={text / 7} />
              <text x={m.x_m + text * 1.1} y={m.y_m + text * 0.35}>{m.monitor}</text>
            </g>
          ))}
          {points.map((p) => <PointMark key={p.point} p={p} size={text} picked={p.point === picked} onPick={onPick} />)}
        </svg>
      </div>
    </figure>
  );
}

function PointMark({ p, size, picked, onPick }: { p: Point; size: number; picked: boolean; onPick: (point: string) => void }) {
  const t = useWords('protection');
  const f = useFigures();
  const last = p.last;
  const level = last?.wipe_bq_cm2 !== undefined ? `${f.number(last.wipe_bq_cm2)} Bq/cm²` : last?.rate_sv_h !== undefined ? `${f.number(last.rate_sv_h * 1e6)} µSv/h` : '';
  const press = () => onPick(picked ? '' : p.point);
  return (
    <>
      <g role="button" tabIndex={0} aria-pressed={picked} aria-label={`${p.point} ${p.name}: ${t(`point_${p.state}`)} ${level}`} className={`pr-point pr-point-${p.state}`}
        onClick={press} onKeyDown={(e) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); press(); } }}>
        <circle cx={p.x_m} cy={p.y_m} r={size * 1.3} className={picked ? 'pr-picked' : 'pr-touch'} strokeWidth={size / 7} />
        {p.state === 'clean' && <circle cx={p.x_m} cy={p.y_m} r={size * 0.6} fill="currentColor" />}
        {p.state === 'unsurveyed' && <circle cx={p.x_m} cy={p.y_m} r={size * 0.55} fill="none" stroke="currentColor" strokeWidth={size / 4} />}
        {p.state === 'contaminated' && <rect x={p.x_m - size * 0.6} y={p.y_m - size * 0.6} width={size * 1.2} height={size * 1.2} fill="currentColor" />}
        {p.state === 'overdue' && <path d={`M${p.x_m} ${p.y_m - size * 0.75} l${size * 0.75} ${size * 1.35} h-${size * 1.5}z`} fill="currentColor" />}
      </g>
      <text aria-hidden="true" className="pr-said" x={p.x_m + size * 1} y={p.y_m + size * 0.35}>{p.point}{level && <tspan className="pr-sub" x={p.x_m + size * 1} dy={size * 1.15} fontSize={size * 0.85}>{level}</tspan>}</text>
    </>
  );
}
