// Syringe to scale: barrel graduated in 0.1 mL, target mark, tolerance band, liquid up to the target.
export function Syringe({ volume, low, high, size, activityText, volumeText, title }: {
  volume: number; low: number; high: number; size: number; activityText: string; volumeText: string; title: string;
}) {
  const top = 92;
  const bottom = 392;
  const y = (v: number) => bottom - (Math.min(v, size) / size) * (bottom - top);
  const step = size <= 3 ? 0.1 : size <= 5 ? 0.2 : 0.5;
  const major = size <= 3 ? 0.5 : 1;
  const marks = Array.from({ length: Math.round(size / step) + 1 }, (_, i) => Math.round(i * step * 100) / 100);
  const isMajor = (v: number) => Math.abs(v / major - Math.round(v / major)) < 1e-6;
  return (
    <svg viewBox="0 0 270 500" className="cl-syringe" role="img" aria-label={title}>
      <rect x="139" y="10" width="12" height={Math.max(0, y(volume) - 18)} fill="#C9D2D8" />
      <rect x="95" y="2" width="100" height="13" rx="4" fill="#9FACB6" />
      <rect x="100" y={top - 14} width="90" height={bottom - top + 14} rx="8" fill="#fff" stroke="#66737F" strokeWidth="2.500" />
      <rect x="78" y={top - 22} width="134" height="11" rx="5" fill="#9FACB6" />
      <rect x="102" y={y(volume)} width="86" height={Math.max(0, bottom - y(volume) - 2)} rx="4" fill="#A9CBE6" />
      <rect x="102" y={y(volume) - 16} width="86" height="17" rx="3" fill="#44525F" />
      <rect x="102" y={y(high)} width="86" height={Math.max(2, y(low) - y(high))} fill="#0A6A5C" opacity=".2" />
      {marks.map((v) => (
        <g key={v}>
          <path d={`M190 ${y(v)}h${isMajor(v) ? -26 : -13}`} stroke="#14202B" strokeWidth={isMajor(v) ? 2 : 1.2} />
          {isMajor(v) && <text x="200" y={y(v) + 5} fontSize="15" fill="var(--ink-2, #44525F)">{v.toFixed(1)}</text>}
        </g>
      ))}
      <path d={`M133 ${bottom}h24l-4 26h-16z`} fill="#C9D2D8" stroke="#66737F" strokeWidth="2" />
      <path d={`M145 ${bottom + 26}v66`} stroke="#66737F" strokeWidth="4" />
      <path d={`M38 ${y(volume)}H188`} stroke="var(--ok, #0A6A5C)" strokeWidth="3" />
      <path d={`M30 ${y(volume) - 9}l16 9-16 9z`} fill="var(--ok, #0A6A5C)" />
      <text x="6" y={y(volume) - 16} fontSize="17" fontWeight="700" fill="var(--ok, #0A6A5C)">{volumeText}</text>
      <text x="132" y={Math.min(bottom - 14, y(volume) + 40)} fontSize="12.500" fontWeight="600" fill="#0B3A6B" textAnchor="middle">{activityText}</text>
    </svg>
  );
}
