import { useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { DoseView } from './dose-types';

interface Told {
  verdict: 'good' | 'low' | 'high';
  top_up: { activity_bq: number; volume_ml: number } | null;
  move: { from: string; inject_at: string; until: string } | null;
  swap: { order: string; inject_at: string; off_percent: number }[];
  later: { order: string; inject_at: string; served: boolean }[];
}

// A reading outside the range is not only refused: add so much, inject then, or give it to that order.
export function Advice({ d, vial, mbq }: { d: DoseView; vial: string; mbq: number | null }) {
  const t = useWords('clinic');
  const f = useFigures();
  const view = useRoomView<Told>(mbq && vial ? `/hotlab/draw-advice/${encodeURIComponent(d.order)}?vial=${encodeURIComponent(vial)}&activity=${encodeURIComponent(`${mbq} MBq`)}` : null);
  const a = mbq && vial ? view.data : undefined;
  if (!a) return null;
  const unserved = a.later.filter((o) => !o.served);
  return (
    <div className="cl-served" role="status">
      {a.verdict !== 'good' && (
        <ul>
          {a.top_up && <li>{t('advice_top_up', { volume: f.volume(a.top_up.volume_ml), activity: f.activity(a.top_up.activity_bq) })}</li>}
          {a.move && <li>{t('advice_move', { time: f.time(a.move.inject_at, d.zone), from: f.time(a.move.from, d.zone), until: f.time(a.move.until, d.zone) })}</li>}
          {a.swap.slice(0, 3).map((s) => <li key={s.order}>{t('advice_swap', { order: s.order, time: f.time(s.inject_at, d.zone) })}</li>)}
        </ul>
      )}
      {!!unserved.length && <Mark tone="crit">{t('not_served', { patients: unserved.map((o) => o.order).join(', ') })}</Mark>}
    </div>
  );
}
