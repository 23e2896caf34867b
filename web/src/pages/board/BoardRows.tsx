import { memo, useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { useAddress, useFromNow } from '../../rooms/desk/data';
import { useFigures, type Figures } from '../../rooms/desk/figures';
import { useInSight } from '../../rooms/desk/inSight';
import { put, useLive } from '../../rooms/desk/live';
import { Mark } from '../../rooms/desk/pieces';
import { useWords, type Words } from '../../rooms/desk/words';
import { share, type Axis } from './axis';
import { statusOf, type BoardRow } from './board-types';
import { bunchesOf, type Bunch } from './bunches';
import { activityAt } from './decay';
import { Nuclide, raised, splitNuclide } from './Nuclide';
import { Strip } from './Strip';

// The line of now with the veil over what is past: the only thing of the drawing that moves, and it moves without anything being drawn anew.
export function NowLine({ axis }: { axis: Axis }) {
  const at = useFromNow((now) => Math.min(100, Math.max(0, Math.round(share(axis, now) * 20) / 20)));  // half a pixel at a time
  return <div className="bd-now" aria-hidden="true"><i style={{ transform: `translateX(${at}%)` }} /></div>;
}

// The label of now covers an hour's own: that one is left out, on a phone from further away.
const beside = (gap: number) => (Math.abs(gap) < 5 ? 'bd-under' : Math.abs(gap) < 14 ? 'bd-close' : '');

export function AxisHead({ axis }: { axis: Axis }) {
  const t = useWords('board');
  const f = useFigures();
  const now = useFromNow((n) => Math.floor(n / 60_000) * 60_000);
  const at = Math.min(100, Math.max(0, share(axis, now)));
  return (
    <div className="bd-row bd-axis" aria-hidden="true">
      <span>{t('nuclide')}</span><span>{t('item_place')}</span><span className="bd-right">{t('activity_now')}</span>
      <div className="bd-hours">
        {axis.hours.map((h, i) => <span key={h} className={[i === 0 ? 'bd-first' : i === axis.hours.length - 1 ? 'bd-last' : '', beside(share(axis, h) - at)].join(' ')} style={{ left: `${share(axis, h)}%` }}>{f.shortTime(new Date(h).toISOString())}</span>)}
        <b style={{ left: `${at}%` }}>{f.shortTime(new Date(now).toISOString())}</b>
      </div>
    </div>
  );
}

function Numeral({ row, f, going }: { row: BoardRow; f: Figures; going: boolean }) {
  const both = f.unit === 'mCi';
  const ref = useLive<HTMLSpanElement>((el, now) => {
    const bq = activityAt(row, now);
    const said = [...f.parts(bq), both ? f.siActivity(bq) : ''];
    [...el.children].forEach((part, i) => put(part, said[i]));
  }, going);
  return <span ref={ref} className={both ? 'bd-figure bd-both' : 'bd-figure'}><b /> <u />{both && <small />}</span>;
}

export function statusIn(t: Words, row: BoardRow) {
  const s = statusOf(row);
  const [mass, symbol] = splitNuclide(row.elutions?.daughter ?? '');
  return { tone: s.tone, text: s.word === 'as_daughter' ? t('as_daughter', { nuclide: raised(mass) + symbol }) : t.or(s.word, row.state) === row.state ? row.state : t(s.word, s.params) };
}

export const placeOf = (row: BoardRow, arrow: string) => (row.to_site && row.state === 'in_transit' ? `${arrow} ${row.to_site_name || row.to_site}` : [row.site_name || row.site, row.place].filter(Boolean).join(' · '));

const Line = memo(function Line({ row, axis, picked, first, near, f, t }: { row: BoardRow; axis: Axis; picked: boolean; first: boolean; near: boolean; f: Figures; t: Words }) {
  const status = statusIn(t, row);
  const where = [placeOf(row, '→'), row.eta ? t('eta', { time: f.shortTime(row.eta, row.zone) }) : ''].filter(Boolean).join(' · ');
  return (
    <div role="listitem" className={picked ? 'bd-row bd-picked' : 'bd-row'}>
      <button type="button" className="bd-open" data-item={row.item} aria-pressed={picked} tabIndex={picked || first ? 0 : -1}>
        <Nuclide name={row.nuclide} tile />
        <span className="bd-what"><b>{row.item}</b><small>{where}</small></span>
        <span className="bd-value"><Numeral row={row} f={f} going={near} /><Mark tone={status.tone}>{status.text}</Mark></span>
      </button>
      {near ? <Strip row={row} axis={axis} /> : <div className="bd-strip" />}
    </div>
  );
});

// Far from the part in sight rows keep their place and their words; figures stand and no strip is drawn.
const Drawn = memo(function Drawn({ rows, axis, picked, stop, top, f, t }: { rows: BoardRow[]; axis: Axis; picked: string | null; stop: string | null; top: boolean; f: Figures; t: Words }) {
  const box = useRef<HTMLDivElement>(null);
  const near = useInSight(box, top);
  return (
    <div role="presentation" className="bd-bunch" ref={box}>
      {rows.map((r) => <Line key={r.item} row={r} axis={axis} picked={r.item === picked} first={r.item === stop} near={near} f={f} t={t} />)}
    </div>
  );
});

// Arrows and j k walk the rows, Enter or a click picks one; only the picked row is a stop of the Tab key.
export const BoardRows = memo(function BoardRows({ rows, axis, picked }: { rows: BoardRow[]; axis: Axis; picked: string | null }) {
  const t = useWords('board');
  const f = useFigures();
  const { go, setQuery } = useAddress();
  const list = useRef<HTMLDivElement>(null);
  const press = (e: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>('.bd-open') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: buttons.length - 1 }[e.key];
    if (e.key === 'o' && at >= 0) go(`/lineage?item=${encodeURIComponent(buttons[at].dataset.item!)}`);
    if (to === undefined || at < 0) return;
    e.preventDefault();
    const next = buttons[Math.min(buttons.length - 1, Math.max(0, to))];
    next.focus();
    setQuery({ item: next.dataset.item! });
  };
  const pick = (e: MouseEvent) => {
    const button = (e.target as Element).closest<HTMLElement>('.bd-open');
    if (button) setQuery({ item: button.dataset.item! });
  };
  const before = useRef<Bunch<BoardRow>[]>([]);
  const bunches = useMemo(() => (before.current = bunchesOf(rows, before.current)), [rows]);
  const stop = rows.some((r) => r.item === picked) ? null : rows[0].item;
  const inside = (some: BoardRow[], item: string | null) => (some.some((r) => r.item === item) ? item : null);
  return (
    <div role="list" className="bd-rows" ref={list} aria-label={t('items')} onKeyDown={press} onClick={pick}>
      {bunches.map((b, i) => <Drawn key={b.id} rows={b.rows} axis={axis} picked={inside(b.rows, picked)} stop={inside(b.rows, stop)} top={i < 3} f={f} t={t} />)}
    </div>
  );
});
