import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { Choice } from '../../desk/pieces';
import { useWords } from '../../desk/words';
import { axis, inDecades } from './scale';

export interface Line { name: string; word: string; xs: number[]; ys: number[] }
export interface Axis { word: string; unit: string }

const height = 300;
const [left, top, bottom] = [62, 12, 40];

// The width on the screen, so that text in the drawing keeps its size.
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    if (!ref.current || typeof ResizeObserver === 'undefined') return;
    const seen = new ResizeObserver(([e]) => { if (e.contentRect.width > 0) setWidth(Math.round(e.contentRect.width)); });
    seen.observe(ref.current);
    return () => seen.disconnect();
  }, []);
  return { ref, width };
}

const nearest = (xs: number[], x: number) => xs.reduce((best, v, i) => (Math.abs(v - x) < Math.abs(xs[best] - x) ? i : best), 0);

// About as wide as the word is drawn; a Chinese character takes the room of two letters.
const inPixels = (word: string) => [...word].reduce((sum, c) => sum + (c > '\u2e7f' ? 12.5 : 6.8), 0);

// Names at the end of their lines, pushed apart where lines end together.
function endLabels(lines: Line[], y: (v: number) => number | null): { word: string; y: number; i: number }[] {
  const ends = lines.map((l, i) => ({ word: l.word, i, y: y(l.ys.at(-1)!) })).filter((e): e is { word: string; i: number; y: number } => e.y !== null).sort((a, b) => a.y - b.y);
  for (let i = 1; i < ends.length; ++i) ends[i].y = Math.max(ends[i].y, ends[i - 1].y + 14);
  for (let i = ends.length - 1; i >= 0; --i) ends[i].y = Math.min(ends[i].y, i === ends.length - 1 ? height - bottom : ends[i + 1].y - 14);
  return ends;
}

export function Chart({ title, lines, x, y, number, value, tools }: {
  title: string; lines: Line[]; x: Axis; y: Axis; number: (v: number) => string; value: (v: number) => string; tools?: ReactNode;
}) {
  const t = useWords('physics');
  const id = useId();
  const { ref, width } = useWidth();
  const [log, setLog] = useState<'linear' | 'log'>('linear');
  const [at, setAt] = useState<number | null>(null);
  const longest = 16 + Math.max(...lines.map((l) => inPixels(l.word)));
  const named = lines.length > 1 && width >= 520 && longest <= 170;
  const right = named ? longest : 18;
  const xs = lines.reduce((most, l) => (l.xs.length > most.length ? l.xs : most), lines[0].xs);
  const across = axis(lines.flatMap((l) => l.xs), inDecades(xs), left, width - right, Math.max(3, width / 110), number, false);
  const up = axis(lines.flatMap((l) => l.ys), log === 'log', height - bottom, top, 6, number, true);
  const path = (l: Line) => l.ys.reduce<{ d: string; pen: boolean }>((p, v, i) => {
    const [px, py] = [across.at(l.xs[i]), up.at(v)];
    if (px === null || py === null) return { ...p, pen: false };
    return { d: `${p.d}${p.pen ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`, pen: true };
  }, { d: '', pen: false }).d;
  const here = at === null ? null : { x: xs[at], of: lines.map((l) => ({ l, i: nearest(l.xs, xs[at]) })) };
  const step = (e: KeyboardEvent) => {
    const was = at ?? 0;
    const to = { ArrowRight: was + 1, ArrowUp: was + 1, ArrowLeft: was - 1, ArrowDown: was - 1, PageUp: was + 10, PageDown: was - 10, Home: 0, End: xs.length - 1 }[e.key];
    if (e.key === 'Escape') setAt(null);
    if (to === undefined) return;
    e.preventDefault();
    setAt(at === null && e.key.startsWith('Arrow') ? 0 : Math.min(xs.length - 1, Math.max(0, to)));
  };
  const point = (e: PointerEvent<SVGSVGElement>) => {
    const px = e.clientX - e.currentTarget.getBoundingClientRect().left;
    setAt(nearest(xs.map((x) => across.at(x) ?? -1), px));
  };
  const withUnit = (v: string, unit: string) => (unit ? `${v} ${unit}` : v);
  const said = here ? `${withUnit(value(here.x), x.unit)}: ${here.of.map(({ l, i }) => `${l.word} ${withUnit(value(l.ys[i]), y.unit)}`).join('; ')}` : t('chart_how');
  const axisName = (a: Axis) => (a.unit ? `${a.word} (${a.unit})` : a.word);
  return (
    <figure className="ph-chart" ref={ref}>
      <div className="ph-chart-head">
        <figcaption id={`${id}t`}>{title}</figcaption>
        <span className="ph-chart-tools">{tools}<Choice label={t('scale')} value={log} onChange={setLog} options={[['linear', t('scale_linear')], ['log', t('scale_log')]]} /></span>
      </div>
      <p className="ph-axis-name" aria-hidden="true">{axisName(y)}</p>
      <div role="slider" tabIndex={0} aria-labelledby={`${id}t`} aria-valuemin={0} aria-valuemax={xs.length - 1} aria-valuenow={at ?? 0} aria-valuetext={said} className="ph-plot" onKeyDown={step}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" onPointerMove={point} onPointerDown={point} onPointerLeave={() => setAt(null)}>
          {up.ticks.map((k) => <g key={k.v}><path className="ph-grid" d={`M${left} ${up.at(k.v)}H${width - right}`} /><text className="ph-tick" x={left - 6} y={(up.at(k.v) ?? 0) + 4} textAnchor="end">{k.label}</text></g>)}
          {across.ticks.map((k) => <g key={k.v}><path className="ph-grid" d={`M${across.at(k.v)} ${top}V${height - bottom}`} /><text className="ph-tick" x={across.at(k.v) ?? 0} y={height - bottom + 16} textAnchor="middle">{k.label}</text></g>)}
          <path className="ph-frame" d={`M${left} ${top}V${height - bottom}H${width - right}`} />
          <text className="ph-tick" x={(left + width - right) / 2} y={height - 6} textAnchor="middle">{axisName(x)}</text>
          {lines.map((l, i) => <path key={l.name + i} className={`ph-line ph-line-${i % 5}`} d={path(l)} />)}
          {named && endLabels(lines, up.at).map((e) => <text key={e.i} className={`ph-name ph-name-${e.i % 5}`} x={width - right + 6} y={e.y + 4}>{e.word}</text>)}
          {here && (
            <g>
              <path className="ph-cross" d={`M${across.at(here.x)} ${top}V${height - bottom}`} />
              {here.of.map(({ l, i }, k) => up.at(l.ys[i]) !== null && <circle key={k} className={`ph-dot ph-line-${k % 5}`} cx={across.at(l.xs[i]) ?? 0} cy={up.at(l.ys[i]) ?? 0} r="4.5" />)}
            </g>
          )}
        </svg>
      </div>
      <p className="ph-readout" aria-hidden="true">{said}</p>
      {lines.length > 1 && !named && (
        <ul className="ph-legend">{lines.map((l, i) => <li key={l.name + i}><svg width="26" height="10" aria-hidden="true"><path d="M0 5H26" className={`ph-line ph-line-${i % 5}`} /></svg>{l.word}</li>)}</ul>
      )}
      <details className="ph-twin">
        <summary>{t('as_table')}</summary>
        <div className="rm-scroll ph-tall" tabIndex={0} role="region" aria-label={`${title}: ${t('as_table')}`}>
          <table className="rm-table">
            <thead><tr><th scope="col">{axisName(x)}</th>{lines.map((l, i) => <th key={i} scope="col">{axisName({ word: l.word, unit: y.unit })}</th>)}</tr></thead>
            <tbody>{xs.map((v, k) => <tr key={k}><th scope="row">{value(v)}</th>{lines.map((l, i) => <td key={i}>{value(l.ys[nearest(l.xs, v)])}</td>)}</tr>)}</tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
