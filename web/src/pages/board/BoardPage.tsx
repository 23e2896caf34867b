import { useMemo, useState } from 'react';
import { useAddress, useFromNow, useSession } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { useKeys } from '../../rooms/desk/keys';
import { Choice, PageHead, Shown } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import { axisAt } from './axis';
import { passes, type BoardRow, type Filter } from './board-types';
import { AxisHead, BoardRows, NowLine } from './BoardRows';
import { BoardTable } from './BoardTable';
import { SidePanel } from './SidePanel';
import { BoardTiles } from './Tiles';
import { useBoard } from './useBoard';
import './board.css';

const none: BoardRow[] = [];
const filters: Filter[] = ['all', 'margin', 'transit', 'here', 'waste'];

export default function BoardPage() {
  const t = useWords('board');
  const { query, setQuery, go } = useAddress();
  const view = useBoard();
  const [late, setLate] = useState(0);
  const item = query.get('item');
  const table = query.get('view') === 'table';
  const rows = view.data?.rows ?? none;
  const row = rows.find((r) => r.item === item);
  const toggle = () => setQuery({ view: table ? null : 'table' });
  useKeys({
    v: toggle, p: () => window.print(), F2: () => go('/hotlab'),
    w: () => { setLate(late === 25 ? 0 : 25); },
    Escape: () => { setLate(0); setQuery({ item: null }); },
  });
  return (
    <div className="rm-page bd-page">
      <PageHead title={t('title')} sub={t('subtitle')}>
        <button type="button" className="rm-button" onClick={() => window.print()}>{t('print')} <kbd>P</kbd></button>
        <button type="button" className="rm-button rm-primary" onClick={() => go('/hotlab')}>{t('receive')} <kbd>F2</kbd></button>
      </PageHead>
      <Shown pending={view.pending} problem={view.error}>
        {view.data && (
          <>
            <BoardTiles tiles={view.data.tiles ?? {}} />
            <div className={row ? 'bd-lay' : 'bd-lay bd-alone'}>
              <Items rows={rows} table={table} item={item} onTable={toggle} />
              {row && <SidePanel key={row.item} row={row} late={late} onLate={setLate} onClose={() => setQuery({ item: null })} />}
            </div>
          </>
        )}
      </Shown>
    </div>
  );
}

// The axis stands for two hours, so strips are drawn once and only the line of now walks over them.
function useAxis() {
  const { zone } = useFigures();
  const at = useFromNow((now) => axisAt(now, zone).from);
  return useMemo(() => axisAt(at + 2 * 3_600_000, zone), [at, zone]);
}

function Items({ rows, table, item, onTable }: { rows: BoardRow[]; table: boolean; item: string | null; onTable: () => void }) {
  const t = useWords('board');
  const { query, setQuery } = useAddress();
  const session = useSession();
  const axis = useAxis();
  const filter = (filters.find((f) => f === query.get('filter')) ?? 'all') as Filter;
  const { org, site } = session ?? {};
  const of = useMemo(() => new Map(filters.map((f) => [f, rows.filter((r) => passes(r, f, org, site))])), [rows, org, site]);
  const shown = of.get(filter)!;
  return (
    <section className="rm-card bd-items" aria-label={t('items')}>
      <div className="bd-filters">
        {filters.map((f) => (
          <button key={f} type="button" className={f === filter ? 'rm-chip rm-on' : 'rm-chip'} aria-pressed={f === filter} onClick={() => setQuery({ filter: f === 'all' ? null : f })}>{t(`filter_${f}`)} {of.get(f)!.length}</button>
        ))}
        <span className="bd-sort">{t('sort')}</span>
        <Choice label={t('view')} value={table ? 'table' : 'board'} onChange={onTable} options={[['board', t('view_board')], ['table', t('view_table'), 'V']]} />
      </div>
      {!shown.length && <p className="rm-empty">{rows.length ? t('none_here') : t('empty')}</p>}
      {table && !!shown.length && <BoardTable rows={shown} />}
      {!table && !!shown.length && (
        <div className="bd-chart">
          <AxisHead axis={axis} />
          <BoardRows rows={shown} axis={axis} picked={item} />
          <NowLine axis={axis} />
        </div>
      )}
      {!table && <Legend />}
    </section>
  );
}

function Legend() {
  const t = useWords('board');
  return (
    <div className="bd-legend" aria-hidden="true">
      <span><svg width="26" height="12"><path d="M0 2C8 7 14 9 26 10V12H0Z" className="bd-k-area" /><path d="M0 2C8 7 14 9 26 10" className="bd-k-line" /></svg>{t('key_ahead')}</span>
      <span><i className="bd-k-hatch" />{t('key_outside')}</span>
      <span><svg width="10" height="12"><path d="M5 1 9.500 10H.5z" className="bd-calibration" /></svg>{t('key_calibration')}</span>
      <span><svg width="10" height="12"><circle cx="5" cy="6" r="3.400" className="bd-booked" /></svg>{t('key_booked')}</span>
      <span><svg width="12" height="12"><path d="M6 0v12" className="bd-flag-pole" /><path d="M6 1h6v5H6z" className="bd-flag" /></svg>{t('key_until')}</span>
      <span className="bd-height">{t('key_height')}</span>
    </div>
  );
}
