import { useRef } from 'react';
import { Act } from '../desk/acts';
import { useNow } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useKeys } from '../desk/keys';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { RecallView } from './graph-types';

// The dose nearest to a vein. A hold needs no signature (lifting it does), so one key is enough.
export function StopNow({ nearest }: { nearest: NonNullable<RecallView['nearest']> }) {
  const t = useWords('lineage');
  const f = useFigures();
  const now = useNow();
  const box = useRef<HTMLDivElement>(null);
  const left = nearest.inject_at ? (Date.parse(nearest.inject_at) - now) / 1000 : nearest.seconds_left ?? null;
  const item = nearest.dose ?? nearest.vial ?? '';
  useKeys({ h: () => box.current?.querySelector('button')?.click() });
  return (
    <div className="ln-stop" role="region" aria-label={t('stop_now')} ref={box}>
      <Mark tone="crit">{t('stop_now')}: {[nearest.patient, nearest.place].filter(Boolean).join(' · ')}</Mark>
      <p>
        {t(`stop_text_${nearest.state}`, { item: item || nearest.order || '' })}{' '}
        {nearest.inject_at && t('stop_booked', { time: f.time(nearest.inject_at) })}{' '}
        {left !== null && <b>{left > 0 ? t('stop_left', { time: f.duration(left) }) : t('stop_past', { time: f.duration(-left) })}</b>}
      </p>
      <Act command="quality/hold-item" body={{ item, reason: t('hold_reason') }} tone="danger" done={t('hold_done')}>
        {t('hold_this')} <kbd>H</kbd>
      </Act>
    </div>
  );
}
