import { useEffect, useMemo, useState } from 'react';
import { useAddress, useRoomView } from '../desk/data';
import { Choice, PageHead, Shown } from '../desk/pieces';
import { useKeys } from '../desk/keys';
import { ReadingSwitch, useReading } from '../desk/ReadingSwitch';
import { useWords } from '../desk/words';
import { ItemPicker } from './ItemPicker';
import { Legend, LineageGraph } from './LineageGraph';
import { TraceLists } from './TraceLists';
import { TraceTable } from './TraceTable';
import type { TraceEdge, TraceNode, TraceView } from './graph-types';
import './lineage.css';

type Direction = 'back' | 'forward' | 'both';

const keyed = <T,>(lists: (T[] | undefined)[], key: (x: T) => string) =>
  [...new Map(lists.flatMap((l) => l ?? []).map((x) => [key(x), x])).values()];

// Back and forward are two questions to the server; "both" is their union on the same root.
function union(root: string, views: (TraceView | undefined)[]): TraceView {
  const known = views.filter((v): v is TraceView => !!v);
  return {
    root,
    nodes: keyed<TraceNode>(known.map((v) => v.nodes), (n) => n.id),
    edges: keyed<TraceEdge>(known.map((v) => v.edges), (e) => `${e.from}>${e.to}>${e.kind}`),
    people: keyed(known.map((v) => v.people), (p) => `${p.person}${p.did}${p.at}`),
    equipment: keyed(known.map((v) => v.equipment), (e) => `${e.equipment}${e.did}${e.at}`),
    packages: keyed(known.map((v) => v.packages), (p) => p.item ?? p.package ?? p.label ?? ''),
    border: keyed(known.map((v) => v.border), (b) => `${b.consignment}${b.direction}`),
    events: keyed(known.map((v) => v.events), (e) => String(e.seq)).sort((a, b) => a.seq - b.seq),
  };
}

export default function LineagePage() {
  const t = useWords('lineage');
  const { query, setQuery, go } = useAddress();
  const item = query.get('item') ?? '';
  const direction = (query.get('direction') ?? 'both') as Direction;
  const table = query.get('view') === 'table';
  const at = `?item=${encodeURIComponent(item)}`;
  const reading = useReading();
  const read = [at, reading.params.toString()].filter(Boolean).join('&');
  const back = useRoomView<TraceView>(item && reading.ready && direction !== 'forward' ? `/trace/back${read}` : null);
  const forward = useRoomView<TraceView>(item && reading.ready && direction !== 'back' ? `/trace/forward${read}` : null);
  const [side, setSide] = useState(true);
  const view = useMemo(() => union(item, [back.data, forward.data]), [item, back.data, forward.data]);
  useKeys({
    b: () => setQuery({ direction: 'back' }),
    f: () => setQuery({ direction: 'forward' }),
    h: () => setQuery({ direction: null }),
    v: () => setQuery({ view: table ? null : 'table' }),
    r: () => item && go(`/recall${at}`),
  });
  useEffect(() => setSide(true), [item]);
  const open = (id: string) => setQuery({ item: id });
  if (!item) return <ItemPicker title={t('title')} to="/lineage" />;
  const root = view.nodes.find((n) => n.id === item);
  const asked = [direction !== 'forward' && back, direction !== 'back' && forward].filter((v) => !!v);
  const failed = asked.find((v) => v.error)?.error;
  return (
    <div className="rm-page">
      <PageHead title={`${t('title')} · ${root?.label || item}`} sub={root?.detail || root?.place || t('subtitle')}>
        <button type="button" className="rm-button rm-danger" onClick={() => go(`/recall${at}`)}>{t('simulate')} <kbd>R</kbd></button>
      </PageHead>
      <div className="ln-bar">
        <Choice label={t('direction')} value={direction} onChange={(d) => setQuery({ direction: d === 'both' ? null : d })}
          options={[['back', t('back'), 'B'], ['forward', t('forward'), 'F'], ['both', t('both'), 'H']]} />
        <Choice label={t('view')} value={table ? 'table' : 'graph'} onChange={(v) => setQuery({ view: v === 'table' ? 'table' : null })}
          options={[['graph', t('graph'), 'V'], ['table', t('table'), 'V']]} />
        <span className="ln-right rm-quiet">{t('nodes', { n: view.nodes.length })}</span>
        <button type="button" className="rm-button" aria-expanded={side} onClick={() => setSide(!side)}>{t('side')}</button>
      </div>
      <ReadingSwitch />
      <Shown pending={asked.some((v) => v.pending)} problem={failed}>
        <div className={side ? 'ln-lay' : 'ln-lay ln-wide'}>
          <section className="rm-card ln-main" aria-label={t('title')}>
            {view.nodes.length === 0 && <p className="rm-empty">{t('nothing_linked')}</p>}
            {table
              ? <TraceTable nodes={view.nodes} root={item} onOpen={open} />
              : <LineageGraph nodes={view.nodes} edges={view.edges} root={item} hot={false} onOpen={open} />}
            <Legend />
          </section>
          {side && <aside className="rm-card"><TraceLists view={view} /></aside>}
        </div>
      </Shown>
    </div>
  );
}
