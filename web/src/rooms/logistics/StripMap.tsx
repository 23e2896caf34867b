import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import type { Consignment } from './consignment-types';

// A journey as a straight line of places: planned above, actual or expected below. Lateness reads without a map.
export function StripMap({ legs, zone, now }: { legs: Consignment['legs']; zone?: string; now: number }) {
  const t = useWords('logistics');
  const f = useFigures();
  if (!legs.length) return null;
  const width = Math.max(560, legs.length * 190);
  const x = (i: number) => 60 + (i * (width - 120)) / Math.max(1, legs.length - 1);
  const passed = legs.reduce((last, l, i) => (l.actual_at ? i : last), -1);
  const late = (l: Consignment['legs'][number]) => {
    const real = l.actual_at ?? l.eta;
    return l.planned_at && real ? Math.round((Date.parse(real) - Date.parse(l.planned_at)) / 60e3) : 0;
  };
  return (
    <div className="rm-scroll" tabIndex={0} role="region" aria-label={t('strip')}>
      <svg viewBox={`0 0 ${width} 128`} className="lg-strip" style={{ minWidth: width }} aria-hidden="true">
        <path d={`M${x(0)} 58H${x(legs.length - 1)}`} className="lg-road" />
        {passed > 0 && <path d={`M${x(0)} 58H${x(passed)}`} className="lg-done" />}
        {passed >= 0 && passed < legs.length - 1 && <Van legs={legs} passed={passed} x={x} now={now} />}
        {legs.map((l, i) => {
          const minutes = late(l);
          const real = l.actual_at ?? l.eta;
          return (
            <g key={i} textAnchor="middle">
              <text x={x(i)} y="18" className="lg-place">{short(l.name ?? l.place)}</text>
              <text x={x(i)} y="36" className="lg-planned">{l.planned_at ? `${t('planned')} ${f.shortTime(l.planned_at, l.zone ?? zone)}` : ''}</text>
              {l.actual_at ? <circle cx={x(i)} cy="58" r="7" className="lg-stop-done" /> : <circle cx={x(i)} cy="58" r="6" className="lg-stop" />}
              <text x={x(i)} y="84" className={l.actual_at ? 'lg-actual' : 'lg-eta'}>
                {real ? `${l.actual_at ? t('actual') : t('expected')} ${f.shortTime(real, l.zone ?? zone)}` : '–'}
              </text>
              {minutes > 0 && <text x={x(i)} y="101" className="lg-late">{t('late_by', { n: minutes })}</text>}
              <text x={x(i)} y="118" className="lg-kind">{l.kind ? t.or(`leg_${l.kind}`, l.kind) : ''}</text>
            </g>
          );
        })}
      </svg>
      <ol className="rm-hidden">
        {legs.map((l, i) => (
          <li key={i}>{l.name ?? l.place}: {l.planned_at && `${t('planned')} ${f.time(l.planned_at, zone)}`} {l.actual_at ? `${t('actual')} ${f.time(l.actual_at, zone)}` : l.eta ? `${t('expected')} ${f.time(l.eta, zone)}` : ''}</li>
        ))}
      </ol>
    </div>
  );
}

const short = (s: string) => (s.length > 20 ? `${s.slice(0, 19)}…` : s);

function Van({ legs, passed, x, now }: { legs: Consignment['legs']; passed: number; x: (i: number) => number; now: number }) {
  const from = Date.parse(legs[passed].actual_at ?? '');
  const to = Date.parse(legs[passed + 1].eta ?? legs[passed + 1].planned_at ?? '');
  const share = Number.isFinite(from) && to > from ? Math.max(0.08, Math.min(0.92, (now - from) / (to - from))) : 0.5;
  const at = x(passed) + share * (x(passed + 1) - x(passed));
  return <path d={`M${at - 9} 50h11l5 8-5 8h-11z`} className="lg-van" />;
}
