export interface Limits {
  lower?: number | null;
  upper?: number | null;
  alert_lower?: number | null;
  alert_upper?: number | null;
}

export type Zone = 'in' | 'alert' | 'action' | 'unknown';

// Outside lower/upper is the action zone (stop); between alert and limit is the alert zone (comment, may go on).
export function zoneOf(value: number | null | undefined, l: Limits): Zone {
  if (value === null || value === undefined || Number.isNaN(value)) return 'unknown';
  const given = (v: number | null | undefined): v is number => v !== null && v !== undefined;
  if ((given(l.lower) && value < l.lower) || (given(l.upper) && value > l.upper)) return 'action';
  if ((given(l.alert_lower) && value < l.alert_lower) || (given(l.alert_upper) && value > l.alert_upper)) return 'alert';
  return 'in';
}

function range(value: number | null | undefined, l: Limits): [number, number] {
  const known = [l.lower, l.upper, l.alert_lower, l.alert_upper, value].filter((v): v is number => typeof v === 'number');
  const lo = Math.min(...known);
  const hi = Math.max(...known);
  const pad = (hi - lo || Math.abs(hi) || 1) * 0.25;
  return [lo - pad, hi + pad];
}

// Limits with alert and action zones, each hatched differently so that colour is not needed.
export function LimitsBar({ value, limits, words, label }: {
  value: number | null | undefined; limits: Limits; words: { limit: string; alert: string }; label: string;
}) {
  const ends = [limits.lower, limits.upper, limits.alert_lower, limits.alert_upper];
  if (!ends.some((v) => typeof v === 'number')) return null;
  const [min, max] = range(value, limits);
  const x = (v: number) => 8 + ((v - min) / (max - min)) * 384;
  const band = (from: number, to: number, cls: string) =>
    to > from ? <rect key={`${cls}${from}`} x={x(from)} y="14" width={x(to) - x(from)} height="14" className={cls} /> : null;
  const inLow = limits.alert_lower ?? limits.lower ?? min;
  const inHigh = limits.alert_upper ?? limits.upper ?? max;
  const marks = [
    ['lower', limits.lower, words.limit], ['upper', limits.upper, words.limit],
    ['alert_lower', limits.alert_lower, words.alert], ['alert_upper', limits.alert_upper, words.alert],
  ] as const;
  return (
    <svg viewBox="0 0 400 52" className="pr-limits" role="img" aria-label={label}>
      <defs>
        <pattern id="pr-alert" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" className="pr-zone-alert" /><path d="M0 0V6" className="pr-hatch" />
        </pattern>
        <pattern id="pr-action" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" className="pr-zone-action" /><path d="M0 0 5 5M5 0 0 5" className="pr-hatch" />
        </pattern>
      </defs>
      {typeof limits.lower === 'number' && band(min, limits.lower, 'pr-fill-action')}
      {typeof limits.alert_lower === 'number' && band(limits.lower ?? min, limits.alert_lower, 'pr-fill-alert')}
      {band(inLow, inHigh, 'pr-zone-in')}
      {typeof limits.alert_upper === 'number' && band(limits.alert_upper, limits.upper ?? max, 'pr-fill-alert')}
      {typeof limits.upper === 'number' && band(limits.upper, max, 'pr-fill-action')}
      {marks.map(([key, v, word]) => typeof v === 'number' && (
        <g key={key}>
          <path d={`M${x(v)} 9V33`} className="pr-mark" />
          <text x={x(v)} y="47" textAnchor="middle" className="pr-mark-text">{`${word} ${v}`}</text>
        </g>
      ))}
      {typeof value === 'number' && (
        <g transform={`translate(${x(value)} 8)`} className="pr-pointer"><path d="M0 6-7-5H7z" /><path d="M0 6V20" /></g>
      )}
    </svg>
  );
}
