import { serverNow } from '../desk/clock';
import { useState } from 'react';
import { CommandForm } from '../desk/acts';
import { useAddress, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useKeys } from '../desk/keys';
import { Block, Choice, Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { ItemPicker } from './ItemPicker';
import { Legend, LineageGraph } from './LineageGraph';
import { StopNow } from './StopNow';
import { TraceTable } from './TraceTable';
import type { RecallView } from './graph-types';
import './lineage.css';

export default function RecallPage() {
  const t = useWords('lineage');
  const { query, setQuery, go } = useAddress();
  const item = query.get('item') ?? '';
  const table = query.get('view') === 'table';
  const [starting, setStarting] = useState(false);
  const at = `?item=${encodeURIComponent(item)}`;
  const answer = useRoomView<RecallView>(item ? `/recall/simulate${at}` : null);
  useKeys({
    b: () => go(`/lineage${at}&direction=back`),
    f: () => go(`/lineage${at}&direction=forward`),
    v: () => setQuery({ view: table ? null : 'table' }),
  });
  if (!item) return <ItemPicker title={t('recall_title')} to="/recall" />;
  const r = answer.data;
  // What is drawn as a count is no one thing to open.
  const open = (id: string) => { if (!r?.graph.nodes.find((n) => n.id === id)?.count) setQuery({ item: id }); };
  const label = r?.graph.nodes.find((n) => n.id === item)?.label || item;
  return (
    <div className="rm-page">
      <PageHead title={`${t('recall_title')} · ${label}`} sub={t('recall_sub')}>
        <button type="button" className="rm-button" onClick={() => go(`/lineage${at}&direction=back`)}>{t('back')} <kbd>B</kbd></button>
        <button type="button" className="rm-button" onClick={() => go(`/lineage${at}&direction=forward`)}>{t('forward')} <kbd>F</kbd></button>
        <button type="button" className="rm-button rm-danger" aria-expanded={starting} onClick={() => setStarting(!starting)}>{t('start_recall')}</button>
      </PageHead>
      <Shown pending={answer.pending} problem={answer.error}>
        {r && starting && <StartRecall item={item} onDone={() => setStarting(false)} />}
        {r && (
          <div className="ln-lay">
            <section className="rm-card ln-main" aria-label={t('recall_title')}>
              <div className="ln-bar ln-inside">
                <span className="rm-quiet">{t('found', { ms: Math.max(1, Math.round(r.found_ms)), n: r.counts.items })}</span>
                <span className="ln-right" />
                <Choice label={t('view')} value={table ? 'table' : 'graph'} onChange={(v) => setQuery({ view: v === 'table' ? 'table' : null })}
                  options={[['graph', t('graph'), 'V'], ['table', t('table'), 'V']]} />
              </div>
              {table
                ? <TraceTable nodes={r.graph.nodes} root={item} onOpen={open} />
                : <LineageGraph nodes={r.graph.nodes} edges={r.graph.edges} root={item} hot onOpen={open} />}
              <Legend />
            </section>
            <RecallSide r={r} />
          </div>
        )}
      </Shown>
    </div>
  );
}

function RecallSide({ r }: { r: RecallView }) {
  const t = useWords('lineage');
  const f = useFigures();
  return (
    <aside className="rm-card ln-panel">
      <div className="ln-tiles">
        <div className={r.stoppable.length ? 'ln-tile ln-tile-crit' : 'ln-tile'}><b>{r.counts.stoppable}</b><span>{t('tile_stoppable')}</span></div>
        <div className="ln-tile"><b>{r.counts.given}</b><span>{t('tile_given')}</span></div>
        <div className="ln-tile"><b>{r.affected.sites}</b><span>{t('tile_sites', { n: r.affected.jurisdictions })}</span></div>
      </div>
      {r.nearest && <StopNow nearest={r.nearest} />}
      <Block title={t('stoppable')} empty={!r.stoppable.length && t('stoppable_none')}>
        {r.stoppable.map((s, i) => (
          <div className="rm-row" key={i}>
            <span><Mark tone={s.state === 'drawn' ? 'crit' : 'warn'}>{t(`stop_${s.state}`)}</Mark> {s.patient ?? ''} {s.dose ?? s.vial ?? s.order ?? ''}</span>
            <span className="rm-quiet">{s.inject_at ? f.time(s.inject_at) : ''}</span>
            {s.place && <small>{s.place}</small>}
          </div>
        ))}
        <More shown={r.stoppable.length} all={r.counts.stoppable} />
      </Block>
      <Block title={t('holds')} empty={!r.holds.length && t('holds_none')}>
        {r.holds.map((h, i) => <div className="rm-row" key={i}><Mark tone="crit">{h.item}</Mark><small>{t.or(`why_${h.why}`, h.why)}</small></div>)}
        <More shown={r.holds.length} all={r.counts.holds} />
      </Block>
      <Block title={t('tell')} empty={!r.tell.length && t('tell_none')}>
        {r.tell.map((w, i) => (
          <div className="rm-row" key={i}>
            <b>{w.who}</b><span className="ln-by">{by(w.by, t, f)}</span>
            <small>{t.or(`role_${w.role}`, w.role)}</small><small className="ln-by-lang">{w.languages.map((l) => t.or(`tongue_${l}`, l)).join(' · ')}</small>
          </div>
        ))}
      </Block>
      <p className="ln-note">{t('two_signatures')}</p>
    </aside>
  );
}

function More({ shown, all }: { shown: number; all: number }) {
  const t = useWords('lineage');
  return all > shown ? <p className="ln-note">{t('and_more', { n: all - shown })}</p> : null;
}

// "by" is an instant, or a word such as now.
function by(value: string, t: ReturnType<typeof useWords>, f: ReturnType<typeof useFigures>) {
  return /^\d{4}-/.test(value) ? f.dateTime(value) : t.or(`by_${value}`, value);
}

function StartRecall({ item, onDone }: { item: string; onDone: () => void }) {
  const t = useWords('lineage');
  const stamp = new Date(serverNow()).toISOString().replace(/\D/g, '').slice(2, 14);
  const [recall] = useState(`RC-${stamp}`);
  return (
    <section className="rm-card rm-pad" aria-label={t('start_recall')}>
      <CommandForm command="vigilance/start-recall" signed meaning={t('meaning_start', { item })} danger submit={t('start_sign')}
        fixed={{ item }} onDone={onDone} done={t('start_done')}
        fields={[
          { name: 'recall', label: t('field_recall'), value: recall, required: true },
          { name: 'reason', label: t('field_reason'), required: true, wide: true },
          { name: 'drill', label: t('field_drill'), type: 'flag', value: true },
        ]} />
      <p className="rm-quiet">{t('two_signatures')}</p>
    </section>
  );
}

