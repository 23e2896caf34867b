import { useMemo } from 'react';
import { useWords } from '../desk/words';
import { layOut, reach, type Box } from './layout';
import type { DotState, TraceEdge, TraceNode } from './graph-types';

const titles = ['layer_inputs', 'layer_bulk', 'layer_batch', 'layer_vials', 'layer_doses', 'layer_after'];

export function Dot({ state }: { state: DotState }) {
  return (
    <svg width="14" height="14" viewBox="0 0 12 12" aria-hidden="true" className={`ln-dot ln-dot-${state}`}>
      {state === 'given' && <circle cx="6" cy="6" r="5" fill="currentColor" />}
      {state !== 'given' && <circle cx="6" cy="6" r="4.300" fill="none" stroke="currentColor" strokeWidth="1.700" />}
      {state === 'drawn' && <path d="M6 1.700a4.300 4.300 0 0 1 0 8.600z" fill="currentColor" />}
      {state === 'lost' && <path d="M3.500 3.500l5 5M8.500 3.500l-5 5" stroke="currentColor" strokeWidth="1.500" />}
    </svg>
  );
}

export function Legend() {
  const t = useWords('lineage');
  return (
    <div className="ln-legend">
      {(['given', 'drawn', 'waiting', 'lost'] as const).map((s) => <span key={s}><Dot state={s} />{t(`dot_${s}`)}</span>)}
      <span className="ln-right">{t('pseudonyms')}</span>
    </div>
  );
}

function GroupWords({ box }: { box: Box }) {
  const t = useWords('lineage');
  const count = (s: DotState) => box.members.filter((m) => m.state === s).length;
  const parts = (['given', 'drawn', 'waiting', 'lost'] as const)
    .filter((s) => count(s) > 0).map((s) => t(`count_${s}`, { n: count(s) }));
  return <b>{parts.join(', ')}</b>;
}

// Boxes are real buttons over an SVG of curves: keyboard and screen reader walk them in layer order.
export function LineageGraph({ nodes, edges, root, hot, onOpen }: {
  nodes: TraceNode[]; edges: TraceEdge[]; root: string; hot: boolean; onOpen: (id: string) => void;
}) {
  const t = useWords('lineage');
  const drawing = useMemo(() => layOut(nodes, edges), [nodes, edges]);
  const lit = useMemo(() => reach(root, edges, 'forward'), [root, edges]);
  const boxLit = (b: Box) => (b.node ? lit.has(b.node.id) : b.members.some((m) => lit.has(m.node.id)));
  const litById = new Map(drawing.boxes.map((b) => [b.id, boxLit(b)]));
  const ordered = [...drawing.boxes].sort((a, b) => a.layer - b.layer || a.y - b.y);
  return (
    <div className="ln-scroll" tabIndex={0} role="group" aria-label={t('graph_label')}>
      <div className={hot ? 'ln-canvas ln-hot' : 'ln-canvas'} style={{ width: drawing.width, height: drawing.height }}>
        <svg width={drawing.width} height={drawing.height} aria-hidden="true">
          <path d={`M0 30H${drawing.width}`} className="ln-rule" />
          {drawing.lines.map((l) => (
            <path key={`${l.from}>${l.to}`} d={l.path} fill="none"
              className={litById.get(l.from) && litById.get(l.to) ? 'ln-edge ln-lit' : 'ln-edge'} />
          ))}
        </svg>
        {drawing.columns.map((c) => (
          <div key={c.layer} className="ln-column" style={{ left: c.x, width: c.w }}>{t(titles[c.layer] ?? 'layer_after')}</div>
        ))}
        {ordered.map((b) => (
          <GraphBox key={b.id} box={b} root={root} lit={boxLit(b)} onOpen={onOpen} />
        ))}
      </div>
    </div>
  );
}

function GraphBox({ box, root, lit, onOpen }: { box: Box; root: string; lit: boolean; onOpen: (id: string) => void }) {
  const t = useWords('lineage');
  const style = { left: box.x, top: box.y, width: box.w, height: box.h };
  const tone = box.node?.id === root ? 'ln-root' : lit ? 'ln-hit' : 'ln-off';
  if (box.node) {
    const n = box.node;
    return (
      <button type="button" className={`ln-box ${tone}`} style={style} onClick={() => onOpen(n.id)}
        title={[n.label, n.detail, n.place].filter(Boolean).join(' · ')}>
        <b>{n.label || n.id}</b>
        <small>{n.detail || t(`kind_${n.kind}`)}</small>
      </button>
    );
  }
  return (
    <div className={`ln-box ${tone}`} style={style} role="group">
      <GroupWords box={box} />
      <div className="ln-dots">
        {box.members.map((m) => {
          const name = [m.patient, m.node.label || m.node.id, t(`dot_${m.state}`)].filter(Boolean).join(' · ');
          return (
            <button key={m.node.id} type="button" className="ln-dot-button" title={name} aria-label={name} onClick={() => onOpen(m.node.id)}>
              <Dot state={m.state} />
            </button>
          );
        })}
      </div>
    </div>
  );
}
