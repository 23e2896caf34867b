import { memo, useMemo } from 'react';
import { share, type Axis } from './axis';
import { lookOf, type BoardRow } from './board-types';
import { activityAt } from './decay';

interface Drawn { area: string; line: string; y: (t: number) => number; hatch: string[] }

// The height is the share of the row's own peak in view, so shapes compare; the values are in the text.
function draw(row: BoardRow, axis: Axis): Drawn {
  const steps = row.elutions ? 240 : 72;
  const times = Array.from({ length: steps + 1 }, (_, i) => axis.from + ((axis.to - axis.from) * i) / steps);
  const values = times.map((t) => activityAt(row, t));
  const peak = Math.max(...values, 1e-30);
  const height = (v: number) => 94 - (86 * v) / peak;
  const until = row.usable_until ? Date.parse(row.usable_until) : Infinity;
  const end = Math.min(axis.to, Math.max(axis.from, until));
  const point = (t: number) => `${share(axis, t).toFixed(2)},${height(activityAt(row, t)).toFixed(2)}`;
  const points = [...times.filter((t) => t < end), end].map(point);
  const outline = (a: number, b: number) => {
    const inside = times.filter((t) => t >= a && t <= b);
    const at = [a, ...inside, b].map((t) => `${share(axis, t).toFixed(2)}% ${height(activityAt(row, t)).toFixed(2)}%`);
    return `polygon(${share(axis, a).toFixed(2)}% 100%, ${at.join(', ')}, ${share(axis, b).toFixed(2)}% 100%)`;
  };
  const hatch = lookOf(row) === 'outside' ? [outline(axis.from, axis.to)] : until < axis.to ? [outline(Math.max(axis.from, until), axis.to)] : [];
  return { line: points.join(' '), area: `0,100 ${points.join(' ')} ${share(axis, end).toFixed(2)},100`, y: (t) => height(activityAt(row, t)), hatch };
}

// Drawn once for a row and an axis. What moves is one veil over the past, shared by all rows.
export const Strip = memo(function Strip({ row, axis }: { row: BoardRow; axis: Axis }) {
  const d = useMemo(() => draw(row, axis), [row, axis]);
  const look = lookOf(row);
  const at = (iso: string | null | undefined) => (iso ? Date.parse(iso) : NaN);
  const inView = (t: number) => t >= axis.from && t <= axis.to;
  const until = at(row.usable_until);
  const calibrated = at(row.calibration?.at);
  const x = (t: number) => `${share(axis, t).toFixed(3)}%`;
  const teeth = (row.elutions?.done ?? []).map((e) => at(e.at)).filter(inView);
  return (
    <div className={`bd-strip bd-look-${look}`} aria-hidden="true">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="bd-curve">
        {axis.hours.slice(1, -1).map((h) => <path key={h} d={`M${share(axis, h)} 0V100`} className="bd-grid" />)}
        {look !== 'outside' && <><polygon points={d.area} className="bd-ahead" /><polyline points={d.line} className="bd-ahead-line" /></>}
      </svg>
      {d.hatch.map((h) => <div key={h.length} className="bd-hatch" style={{ clipPath: h }} />)}
      <svg className="bd-marks">
        {inView(until) && <g><line x1={x(until)} x2={x(until)} y1="4" y2="100%" className="bd-flag-pole" /><rect x={x(until)} y="4" width="9" height="7" className="bd-flag" /></g>}
        {inView(calibrated) && <svg x={x(calibrated)} y="100%" overflow="visible"><path d="M0 -9 5 0H-5z" className="bd-calibration" /></svg>}
        {teeth.map((t) => <svg key={t} x={x(t)} y="100%" overflow="visible"><path d="M0 -1v-8M-3 -6 0 -10 3 -6" className="bd-tooth" /></svg>)}
        {row.coverage.filter((c) => inView(at(c.inject_at))).map((c) => (
          <svg key={c.order} x={x(at(c.inject_at))} y={`${Math.min(84, d.y(at(c.inject_at)))}%`} overflow="visible">
            <circle r="4" className="bd-booked" />{!c.covered && <path d="M-2.500 -2.500 2.500 2.500M2.500 -2.500-2.500 2.500" className="bd-lost" />}
          </svg>
        ))}
      </svg>
    </div>
  );
});
