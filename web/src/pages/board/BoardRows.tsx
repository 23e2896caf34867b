import { memo, useRef, type KeyboardEvent } from 'react';
import { useAddress, useFromNow, useNow } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { Mark } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import { share, type Axis } from './axis';
import { statusOf, type BoardRow } from './board-types';
import { activityAt } from './decay';
import { Nuclide, splitNuclide } from './Nuclide';
import { Strip } from './Strip';

// The clip at the line of now and the line itself: the only things of the drawing that move.
export function NowLine({ axis }: { axis: Axis }) {
  const at = useFromNow((now) => Math.min(100, Math.max(0, Math.round(share(axis, now) * 20) / 20)));  // half a pixel at a time
  return (
    <>
      <svg width="0" height="0" className="bd-defs" aria-hidden="true"><defs><clipPath id="bd-ahead"><rect x={at} y="0" width={Math.max(0, 100 - at)} height="100" /></clipPath></defs></svg>
      <div className="bd-now" aria-hidden="true"><i style={{ left: `${at}%` }} /></div>
    </>
  );
}

export function AxisHead({ axis }: { axis: Axis }) {
  const t = useWords('board');
  const f = useFigures();
  const now = useNow();
  return (
    <div className="bd-row bd-axis" aria-hidden="true">
      <span>{t('nuclide')}</span><span>{t('item_place')}</span><span className="bd-right">{t('activity_now')}</span>
      <div className="bd-hours">
        {axis.hours.map((h, i) => <span key={h} className={i === 0 ? 'bd-first' : i === axis.hours.length - 1 ? 'bd-last' : ''} style={{ left: `${share(axis, h)}%` }}>{f.shortTime(new Date(h).toISOString())}</span>)}
        <b style={{ left: `${Math.min(100, Math.max(0, share(axis, now)))}%` }}>{f.shortTime(new Date(now).toISOString())}</b>
      </div>
    </div>
  );
}

function Numeral({ row }: { row: BoardRow }) {
  const f = useFigures();
  const [value, unit, si] = useFromNow((now) => {
    const bq = activityAt(row, now);
    return [...f.parts(bq), f.unit === 'mCi' ? f.siActivity(bq) : ''].join('\n');
  }).split('\n');
  return <span className="bd-figure"><b>{value}</b> <u>{unit}</u>{si && <small>{si}</small>}</span>;
}

export function useStatus() {
  const t = useWords('board');
  return (row: BoardRow) => {
    const s = statusOf(row);
    const [mass, symbol] = splitNuclide(row.elutions?.daughter ?? '');
    return { tone: s.tone, text: s.word === 'as_daughter' ? t('as_daughter', { nuclide: `${mass}${symbol}` }) : t.or(s.word, row.state) === row.state ? row.state : t(s.word, s.params) };
  };
}

export const placeOf = (row: BoardRow, arrow: string) => (row.to_site && row.state === 'in_transit' ? `${arrow} ${row.to_site}` : [row.site_name || row.site, row.place].filter(Boolean).join(' · '));

const Line = memo(function Line({ row, axis, picked, first, onPick }: { row: BoardRow; axis: Axis; picked: boolean; first: boolean; onPick: (item: string) => void }) {
  const t = useWords('board');
  const f = useFigures();
  const status = useStatus()(row);
  const where = [placeOf(row, '→'), row.eta ? t('eta', { time: f.shortTime(row.eta, row.zone) }) : ''].filter(Boolean).join(' · ');
  return (
    <li className={picked ? 'bd-row bd-picked' : 'bd-row'}>
      <button type="button" className="bd-open" data-item={row.item} aria-pressed={picked} tabIndex={picked || first ? 0 : -1} onClick={() => onPick(row.item)}>
        <Nuclide name={row.nuclide} tile />
        <span className="bd-what"><b>{row.item}</b><small>{where}</small></span>
        <span className="bd-value"><Numeral row={row} /><Mark tone={status.tone}>{status.text}</Mark></span>
      </button>
      <Strip row={row} axis={axis} />
    </li>
  );
});

// Arrows and j k walk the rows, Enter or a click picks one; only the picked row is a stop of the Tab key.
export function BoardRows({ rows, axis, picked, onPick }: { rows: BoardRow[]; axis: Axis; picked: string | null; onPick: (item: string) => void }) {
  const t = useWords('board');
  const { go } = useAddress();
  const list = useRef<HTMLUListElement>(null);
  const press = (e: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>('.bd-open') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: buttons.length - 1 }[e.key];
    if (e.key === 'o' && at >= 0) go(`/lineage?item=${encodeURIComponent(buttons[at].dataset.item!)}`);
    if (to === undefined || at < 0) return;
    e.preventDefault();
    const next = buttons[Math.min(buttons.length - 1, Math.max(0, to))];
    next.focus();
    onPick(next.dataset.item!);
  };
  const known = rows.some((r) => r.item === picked);
  return (
    <ul className="bd-rows" ref={list} aria-label={t('items')} onKeyDown={press}>
      {rows.map((r, i) => <Line key={r.item} row={r} axis={axis} picked={r.item === picked} first={!known && i === 0} onPick={onPick} />)}
    </ul>
  );
}
