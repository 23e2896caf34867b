import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useNow } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useWords } from '../desk/words';
import { minute, slackClass, type Placed } from './chain';
import type { Bar, Day } from './plan-types';
import { barTop, boxesOf, rowHeight, scaleOf, type LaneBox, type Scale } from './scale';

const barHeight = rowHeight - 6;
const phoneHour = 84; // px of an hour on a narrow screen
const labelRoom = 6.2; // px a letter, so that a label is drawn inside only where it fits

interface Props {
  day: Day; ghosts: readonly Placed[]; picked: string | null; perHour: number;
  onPick: (id: string | null) => void; onMove: (id: string, starts: number) => void; onStep: (id: string, by: number) => void; onType: (id: string) => void;
}

// The day on one time axis: lanes grouped by jurisdiction, a bar a stage. Pointer, keys and a typed time do the same.
export function Gantt({ day, ghosts, picked, perHour, ...on }: Props) {
  const t = useWords('planning');
  const scale = useMemo(() => scaleOf(day.bars, perHour), [day.bars, perHour]);
  const { boxes, groups, height } = useMemo(() => boxesOf(day), [day]);
  const time = useRef<HTMLDivElement>(null);
  // A narrow screen opens where work is left, not at a beam that is long off.
  useEffect(() => {
    const next = day.bars.filter((b) => b.state !== 'done').map((b) => scale.x(Date.parse(b.starts)));
    if (time.current && next.length && perHour === phoneHour) time.current.scrollLeft = Math.max(0, Math.min(...next) - 30);
  }, [day.plan, perHour]);
  return (
    <div className="pl-gantt">
      <Names boxes={boxes} groups={groups} />
      <div className="pl-time" ref={time}>
        <svg width={scale.width} height={height + 24} role="group" aria-label={t('timeline')}>
          <Patterns />
          <Axis scale={scale} height={height} zones={[...new Set(groups.map((g) => g.zone ?? day.zone))]} />
          <g transform="translate(0 24)">
            <Openings boxes={boxes} scale={scale} />
            <Arrows boxes={boxes} bars={day.bars} scale={scale} />
            <Bars boxes={boxes} scale={scale} day={day} picked={picked} {...on} />
            <Ghosts boxes={boxes} scale={scale} ghosts={ghosts} />
          </g>
          <NowLine scale={scale} height={height} />
        </svg>
      </div>
    </div>
  );
}

// Work that is told by what it is, and then where; others by the thing that does it.
const atPlace = new Set(['qc', 'release', 'pack', 'receipt', 'draw', 'room', 'camera']);

// A line without a beam of its own makes from what is there.
const workOf = (b: LaneBox) => (b.lane.kind === 'line' && b.bars.every((x) => x.kind !== 'beam') ? 'synthesis' : b.lane.kind);

// A border lane is its post and what is done there, in the reader's words.
function laneName(t: ReturnType<typeof useWords>, lane: LaneBox['lane']) {
  const [, post, direction] = lane.kind === 'border' ? /^(.*) (export|import)$/.exec(lane.label) ?? [] : [];
  return post && direction ? `${post} ${t(`stage_${direction}`)}` : lane.label;
}

function Names({ boxes, groups }: { boxes: LaneBox[]; groups: { code: string; top: number; height: number }[] }) {
  const t = useWords('planning');
  return (
    <div className="pl-names">
      {groups.map((g) => <div key={`${g.code}${g.top}`} className="pl-group" style={{ top: g.top + 24, height: g.height }}><span>{t.or(`group_${g.code}`, g.code)}</span></div>)}
      {boxes.map((b) => (
        <div key={b.lane.id} className="pl-name" style={{ top: b.top + 24, height: b.height }}>
          {atPlace.has(b.lane.kind) ? <><b>{t(`kind_${b.lane.kind}`)}</b><small>{b.lane.label}</small></> : <><b>{laneName(t, b.lane)}</b><small>{t.or(`kind_${workOf(b)}`, b.lane.kind)}</small></>}
        </div>
      ))}
    </div>
  );
}

const Patterns = memo(function Patterns() {
  return (
    <defs>
      <pattern id="pl-shut" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="var(--hatch-bg)" /><path d="M0 0v7" stroke="var(--hatch)" strokeWidth="1.600" /></pattern>
      <pattern id="pl-thin" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="var(--slack-2)" /><path d="M0 0v8" stroke="#C98520" strokeWidth="2" /></pattern>
      <pattern id="pl-breaks" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="var(--slack-1)" /><path d="M0 0v6" stroke="#8E1F19" strokeWidth="2" /></pattern>
      <marker id="pl-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0 8 4 0 8z" fill="var(--grey-line)" /></marker>
    </defs>
  );
});

const Axis = memo(function Axis({ scale, height, zones }: { scale: Scale; height: number; zones: string[] }) {
  const f = useFigures();
  // Places of the same offset share one row of hours.
  const offsets = new Map(zones.map((z) => [f.offset(new Date(scale.from).toISOString(), z), z]));
  const [main, ...others] = [...offsets.values()];
  return (
    <g className="pl-axis">
      {scale.hours.map((h) => (
        <g key={h}>
          <path d={`M${scale.x(h)} 18V${height + 24}`} />
          <text x={scale.x(h)} y={14} textAnchor="middle">{[main, ...others].map((z) => f.shortTime(new Date(h).toISOString(), z)).join(' / ')}</text>
        </g>
      ))}
    </g>
  );
});

const Openings = memo(function Openings({ boxes, scale }: { boxes: LaneBox[]; scale: Scale }) {
  const f = useFigures();
  return (
    <g>
      {boxes.map((b) => <path key={b.lane.id} className="pl-rule" d={`M0 ${b.top}H${scale.width}`} />)}
      {boxes.filter((b) => b.lane.open.length > 0).map((b) => (
        <g key={b.lane.id}>
          <rect x={0} y={b.top + 1} width={scale.width} height={b.height - 2} fill="url(#pl-shut)" />
          {b.lane.open.map((span) => {
            const from = Math.max(0, scale.x(Date.parse(span.from)));
            const to = Math.min(scale.width, scale.x(Date.parse(span.to)));
            return to > from && (
              <g key={span.from}>
                <rect className="pl-open" x={from} y={b.top + 1} width={to - from} height={b.height - 2} />
                <title>{`${f.shortTime(span.from, b.lane.zone)}–${f.time(span.to, b.lane.zone)}`}</title>
              </g>
            );
          })}
        </g>
      ))}
    </g>
  );
});

const Arrows = memo(function Arrows({ boxes, bars, scale }: { boxes: LaneBox[]; bars: readonly Bar[]; scale: Scale }) {
  const place = new Map<string, [number, number, number]>();
  for (const box of boxes) for (const b of box.bars) place.set(b.id, [scale.x(Date.parse(b.starts)), scale.x(Date.parse(b.ends)), barTop(box, b.id) + barHeight / 2]);
  const lines = bars.flatMap((bar) => bar.needs.map((need) => {
    const [from, to] = [place.get(need), place.get(bar.id)];
    if (!from || !to || from[2] === to[2]) return null;
    const bend = Math.max(from[1] + 5, Math.min(to[0] - 6, from[1] + 5));
    return <path key={`${need}>${bar.id}`} d={`M${from[1]} ${from[2]}H${bend}V${to[2]}H${Math.max(to[0], bend)}`} markerEnd="url(#pl-arrow)" />;
  }));
  return <g className="pl-arrows">{lines}</g>;
});

type BarsProps = Pick<Props, 'day' | 'picked' | 'onPick' | 'onMove' | 'onStep' | 'onType'> & { boxes: LaneBox[]; scale: Scale }

// A move draws only ghosts: these bars are drawn anew when the plan or the pick changes, not with the pointer.
const Bars = memo(function Bars({ boxes, scale, day, picked, onPick, onMove, onStep, onType }: BarsProps) {
  const drag = useRef<{ id: string; x: number; starts: number; moved: boolean } | null>(null);
  const group = useRef<SVGGElement>(null);
  const flat = useMemo(() => boxes.flatMap((b) => b.bars), [boxes]);
  const grid = day.grid_minutes * minute;
  const perMs = scale.width / (scale.to - scale.from);
  useEffect(() => {
    if (picked) group.current?.querySelector<SVGGElement>(`[data-bar="${CSS.escape(picked)}"]`)?.focus({ preventScroll: false });
  }, [picked]);
  const down = (bar: Bar) => (e: PointerEvent<SVGGElement>) => {
    onPick(bar.id);
    if (!bar.movable) return;
    drag.current = { id: bar.id, x: e.clientX, starts: Date.parse(bar.starts), moved: false };
    e.currentTarget.setPointerCapture(e.pointerId);
  };
  const move = (e: PointerEvent) => {
    const d = drag.current;
    if (!d) return;
    const by = Math.round((e.clientX - d.x) / perMs / grid) * grid;
    if (by !== 0 || d.moved) {
      d.moved = true;
      onMove(d.id, d.starts + by);
    }
  };
  const key = (bar: Bar, i: number) => (e: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (step && bar.movable) onStep(bar.id, step * (e.shiftKey ? minute : grid));
    else if (e.key === 'ArrowDown' || e.key === 'j') onPick(flat[Math.min(flat.length - 1, i + 1)].id);
    else if (e.key === 'ArrowUp' || e.key === 'k') onPick(flat[Math.max(0, i - 1)].id);
    else if ((e.key === 't' || e.key === 'Enter') && bar.movable) onType(bar.id);
    else return;
    e.preventDefault();
  };
  return (
    <g ref={group} onPointerMove={move} onPointerUp={() => { drag.current = null; }} onPointerCancel={() => { drag.current = null; }}>
      {boxes.map((box) => box.bars.map((bar) => {
        const i = flat.indexOf(bar);
        return (
          <OneBar key={bar.id} bar={bar} box={box} scale={scale} picked={picked === bar.id} reachable={picked ? picked === bar.id : i === 0}
            onPointerDown={down(bar)} onKeyDown={key(bar, i)} onFocus={() => picked !== bar.id && onPick(bar.id)} zone={box.lane.zone ?? day.zone} />
        );
      }))}
    </g>
  );
});

// In letters; a Chinese character is as broad as two.
const breadth = (text: string) => [...text].reduce((n, c) => n + (c >= '\u2e80' ? 2 : 1), 0);

function OneBar({ bar, box, scale, picked, reachable, zone, ...on }: {
  bar: Bar; box: LaneBox; scale: Scale; picked: boolean; reachable: boolean; zone: string;
  onPointerDown: (e: PointerEvent<SVGGElement>) => void; onKeyDown: (e: KeyboardEvent) => void; onFocus: () => void;
}) {
  const t = useWords('planning');
  const f = useFigures();
  const x = scale.x(Date.parse(bar.starts));
  const width = Math.max(4, scale.x(Date.parse(bar.ends)) - x);
  const y = barTop(box, bar.id);
  const kind = slackClass(bar.slack_minutes, bar.state === 'done');
  const label = bar.product ?? t.or(`stage_${bar.label}`, bar.label);
  const inside = width > breadth(label) * labelRoom + 10;
  const slack = bar.slack_minutes === null ? '' : bar.slack_minutes < 0 ? t('breaks') : t('slack_is', { n: Math.floor(bar.slack_minutes) });
  const said = [laneName(t, box.lane), label, `${f.shortTime(bar.starts, zone)}–${f.time(bar.ends, zone)}`, t(`state_${bar.state}`), slack, bar.binds ? t.or(`binds_${bar.binds}`, bar.binds) : ''].filter(Boolean).join(', ');
  return (
    <g className={`pl-bar pl-${kind} ${picked ? 'pl-picked' : ''} ${bar.movable ? 'pl-movable' : ''}`} data-bar={bar.id} tabIndex={reachable ? 0 : -1} role="button" aria-label={said} aria-pressed={picked} {...on}>
      <title>{said}</title>
      <rect x={x} y={y} width={width} height={barHeight} rx={3} />
      {bar.actual && <Actual starts={bar.actual.starts} ends={bar.actual.ends} scale={scale} y={y + barHeight} />}
      <text className={inside ? 'pl-in' : 'pl-out'} x={inside ? x + 6 : x + width + 4} y={y + barHeight / 2 + 4}>{inside || picked ? label : ''}</text>
    </g>
  );
}

// What really happened, under what was planned; of some stages only one end is on record.
function Actual({ starts, ends, scale, y }: { starts: string | null; ends: string | null; scale: Scale; y: number }) {
  const one = starts ?? ends;
  if (!one) return null;
  const x = scale.x(Date.parse(one));
  const width = starts && ends ? scale.x(Date.parse(ends)) - x : 0;
  return <rect className="pl-actual" x={Math.max(0, x)} y={y} width={Math.max(3, Math.min(width, scale.width - x))} height={3} />;
}

function Ghosts({ boxes, scale, ghosts }: { boxes: LaneBox[]; scale: Scale; ghosts: readonly Placed[] }) {
  const t = useWords('planning');
  const boxOf = useMemo(() => new Map(boxes.flatMap((b) => b.bars.map((bar) => [bar.id, b] as const))), [boxes]);
  const first = ghosts.find((g) => g.broken); // what breaks; all behind it follows
  return (
    <g className="pl-ghosts" aria-hidden="true">
      {ghosts.map((g) => {
        const box = boxOf.get(g.id);
        if (!box) return null;
        const x = scale.x(g.starts);
        const width = Math.max(4, scale.x(g.ends) - x);
        const y = barTop(box, g.id);
        return (
          <g key={g.id} className={g.broken ? 'pl-ghost-breaks' : ''}>
            <rect x={x} y={y - 1} width={width} height={barHeight + 2} rx={3} />
            {g === first && g.slack !== null && <text x={x + width + 4} y={y + barHeight / 2 + 4}>{t('too_late', { n: Math.ceil(Math.max(0, -g.slack)) })}</text>}
          </g>
        );
      })}
    </g>
  );
}

function NowLine({ scale, height }: { scale: Scale; height: number }) {
  const f = useFigures();
  const now = useNow();
  if (now < scale.from || now > scale.to) return null;
  const [x, text] = [scale.x(now), f.shortTime(new Date(now).toISOString())];
  return (
    <g className="pl-now"><path d={`M${x} 18V${height + 24}`} /><rect x={x - 21} y={2} width={42} height={17} rx={4} /><text x={x} y={14} textAnchor="middle">{text}</text></g>
  );
}

/** The pixels of an hour, so that a day of any length is readable and a phone shows three hours. */
export function usePerHour(): number {
  const [width, setWidth] = useState(() => window.innerWidth);
  useEffect(() => {
    const seen = () => setWidth(window.innerWidth);
    window.addEventListener('resize', seen);
    return () => window.removeEventListener('resize', seen);
  }, []);
  return width < 700 ? phoneHour : Math.max(96, (width - 440) / 11);
}
