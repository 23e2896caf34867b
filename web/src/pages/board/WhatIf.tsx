import { useId } from 'react';
import { useNow } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { Mark } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import type { BoardRow } from './board-types';
import { ifLate, marginMinutes } from './decay';

// Nothing is saved: the page only counts what a delay would cost, in patients and minutes.
export function WhatIf({ row, late, onLate }: { row: BoardRow; late: number; onLate: (minutes: number) => void }) {
  const t = useWords('board');
  const f = useFigures();
  const id = useId();
  const now = Math.floor(useNow() / 60_000) * 60_000;
  const then = ifLate(row, late, now);
  const lost = row.coverage.filter((_, i) => !then.covered[i]).map((c) => c.patient ?? c.order);
  const margin = marginMinutes(row, now);
  return (
    <section className="rm-block bd-whatif">
      <label htmlFor={id} className="rm-h2">{t('what_if')} <kbd>W</kbd></label>
      <div className="bd-slide">
        <input id={id} type="range" min="0" max="180" step="1" value={late} aria-valuetext={f.duration(late * 60)} onChange={(e) => onLate(Number(e.target.value))} />
        <output htmlFor={id}>+{f.duration(late * 60)}</output>
      </div>
      <p role="status">
        <Mark tone={lost.length ? 'crit' : 'ok'}>{t('then_served', { n: then.count, total: row.coverage.length })}</Mark>
        {!!lost.length && <span> {t('without', { who: lost.join(', ') })}</span>}
      </p>
      {margin !== null && <small>{t('margin_is', { time: f.duration(margin * 60) })}</small>}
    </section>
  );
}
