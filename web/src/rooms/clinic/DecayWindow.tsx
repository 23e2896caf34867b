import { decayed } from '../../pages/board/decay';

export interface WindowPoint { at: number; bq: number; drawnAt?: number; drawnBq?: number }

// Activity of the syringe against the tolerance band: where it is planned, and when it becomes too weak.
export function DecayWindow({ halfLifeS, planned, low, high, target, good, label, time, activity, words }: {
  halfLifeS: number; planned: WindowPoint; low: number; high: number; target: number; good: number | null;
  label: string; time: (ms: number) => string; activity: (bq: number) => string; words: { planned: string; tooWeak: string };
}) {
  const [x0, x1, y0, y1] = [60, 424, 14, 182];
  const from = Math.min(planned.drawnAt ?? Infinity, planned.at) - 4 * 60e3;
  const until = Math.max((good ?? planned.at) + 6 * 60e3, planned.at + 16 * 60e3);
  const bq = (t: number) => decayed(planned.bq, planned.at, t, halfLifeS);
  const bottom = Math.min(low, bq(until), planned.bq) * 0.95;
  const span = Math.max(high, bq(from)) * 1.02 - bottom;
  const x = (t: number) => x0 + ((t - from) / (until - from)) * (x1 - x0);
  const y = (v: number) => y1 - ((v - bottom) / span) * (y1 - y0);
  const line = Array.from({ length: 41 }, (_, i) => from + ((until - from) * i) / 40)
    .map((t) => `${x(t).toFixed(1)},${y(bq(t)).toFixed(1)}`).join(' ');
  const tick = [1, 2, 5, 10, 15, 30, 60, 120, 240, 720].map((m) => m * 60e3).find((m) => (until - from) / m <= 6) ?? 1440 * 60e3;
  const ticks: number[] = [];
  for (let t = Math.ceil(from / tick) * tick; t <= until; t += tick) ticks.push(t);
  return (
    <svg viewBox="0 0 436 216" className="cl-window" role="img" aria-label={label}>
      <rect x={x0} y={y(high)} width={x1 - x0} height={Math.max(0, y(low) - y(high))} fill="var(--ok-bg, #E1F2EE)" />
      {[high, target, low].map((v) => (
        <g key={v}>
          <path d={`M${x0} ${y(v)}H${x1}`} stroke="#7FB8AC" strokeDasharray={v === target ? '3 3' : undefined} />
          <text x={x0 - 6} y={y(v) + 4} fontSize="11.500" fill="var(--ink-2, #44525F)" textAnchor="end">{activity(v)}</text>
        </g>
      ))}
      {ticks.map((t) => <text key={t} x={x(t)} y="207" fontSize="12" fill="var(--ink-3, #5F6D79)" textAnchor="middle">{time(t)}</text>)}
      {good && good < until && <rect x={x(good)} y={y0} width={x1 - x(good)} height={y1 - y0 + 8} fill="var(--crit-bg, #FCE8E6)" />}
      <polyline points={line} fill="none" stroke="var(--decay-line, #2166AC)" strokeWidth="3" />
      <path d={`M${x(planned.at)} ${y0}V${y1 + 8}`} stroke="var(--mark, #14202B)" strokeWidth="1.600" />
      <rect x={x(planned.at) - 32} y="168" width="64" height="20" rx="3" fill="var(--mark, #14202B)" />
      <text x={x(planned.at)} y="182" fontSize="12" fontWeight="650" fill="var(--mark-fill, #fff)" textAnchor="middle">{words.planned}</text>
      <circle cx={x(planned.at)} cy={y(planned.bq)} r="6" fill="var(--mark-fill, #fff)" stroke="var(--mark, #14202B)" strokeWidth="2.500" />
      {planned.drawnAt && planned.drawnBq && <circle cx={x(planned.drawnAt)} cy={y(planned.drawnBq)} r="5" fill="var(--decay-line, #2166AC)" />}
      {good && good < until && (
        <>
          <path d={`M${x(good)} ${y0}V${y1 + 8}`} stroke="var(--crit, #A51D17)" strokeWidth="2.200" />
          <text x={x(good) - 6} y={y0 + 12} fontSize="12" fontWeight="650" fill="var(--crit, #A51D17)" textAnchor="end">{words.tooWeak}</text>
        </>
      )}
    </svg>
  );
}
