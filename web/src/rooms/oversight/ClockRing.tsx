import './ring.css';

// Share of the time already gone; the words beside it carry the meaning, the ring only helps the eye.
export function ClockRing({ share, tone }: { share: number; tone: 'info' | 'warn' | 'crit' | 'ok' | 'idle' }) {
  const around = 2 * Math.PI * 10;
  const gone = Math.max(0, Math.min(1, share)) * around;
  return (
    <svg width="24" height="24" viewBox="0 0 26 26" aria-hidden="true" className={`ov-ring ov-${tone}`}>
      <circle cx="13" cy="13" r="10" fill="none" stroke="var(--line)" strokeWidth="5" />
      <circle cx="13" cy="13" r="10" fill="none" stroke="currentColor" strokeWidth="5"
        strokeDasharray={`${gone} ${around}`} transform="rotate(-90 13 13)" />
    </svg>
  );
}
