import { useState } from 'react';
import { useAddress, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { DayEnd } from './DayEnd';
import { Deeds } from './Deeds';
import { Instruments } from './Instruments';
import { Receive } from './Receive';
import { stockOf, type StockRow, type StockView } from './stock-types';
import './hotlab.css';

const tone: Record<string, 'ok' | 'info' | 'warn' | 'crit' | 'idle'> = {
  available: 'ok', here: 'ok', in_transit: 'info', waiting_release: 'warn', untested: 'warn', on_hold: 'crit', expired: 'crit', failed: 'crit', spent: 'idle', used: 'idle', waste: 'idle',
};

export default function HotlabPage() {
  const t = useWords('hotlab');
  const draw = useWords('clinic')('draw_by_scan');
  const { go } = useAddress();
  const view = useRoomView<StockView>('/hotlab/stock');
  const [receiving, setReceiving] = useState<string | null>(null);
  const stock = view.data ? stockOf(view.data) : null;
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')}>
        <button type="button" className="rm-button rm-primary" onClick={() => go('/draw')}>{draw}</button>
      </PageHead>
      <Shown pending={view.pending} problem={view.error}>
        {stock && (
          <div className="hl-lay">
            <div className="hl-col">
              <section className="rm-card rm-pad" aria-label={t('expected')}>
                <h2 className="rm-h2">{t('expected')}</h2>
                {!stock.expected.length && <p className="rm-empty">{t('expected_none')}</p>}
                {stock.expected.map((p) => (
                  <Expected key={p.item} p={p} open={receiving === p.item} onOpen={() => setReceiving(receiving === p.item ? null : p.item)} />
                ))}
                {receiving && <Receive item={receiving} onDone={() => setReceiving(null)} />}
              </section>
              <Instruments />
              {(['vials', 'generators', 'eluates', 'kits', 'doses'] as const).map((k) => <Stock key={k} kind={k} rows={stock[k]} />)}
            </div>
            <div className="hl-col">
              <Deeds stock={stock} />
              <DayEnd stock={stock} />
            </div>
          </div>
        )}
      </Shown>
    </div>
  );
}

function Expected({ p, open, onOpen }: { p: StockRow; open: boolean; onOpen: () => void }) {
  const t = useWords('hotlab');
  const f = useFigures();
  const { Link } = useAddress();
  return (
    <div className="rm-row">
      <Link to={`/lineage?item=${encodeURIComponent(p.item)}`}>{p.item}</Link>
      <button type="button" className="rm-button rm-primary" aria-expanded={open} onClick={onOpen}>{t('receive')}</button>
      <small>
        {[p.consignment, p.category, p.ti !== undefined ? t('ti', { ti: f.ti(p.ti) }) : '', p.eta ? t('eta', { time: f.time(p.eta, p.zone) }) : '', p.state ? t.or(`state_${p.state}`, p.state) : ''].filter(Boolean).join(' · ')}
      </small>
    </div>
  );
}

function Stock({ kind, rows }: { kind: 'vials' | 'generators' | 'eluates' | 'kits' | 'doses'; rows: StockRow[] }) {
  const t = useWords('hotlab');
  const f = useFigures();
  const { Link } = useAddress();
  if (kind === 'doses' && !rows.length) return null;
  return (
    <section className="rm-card" aria-label={t(kind)}>
      <h2 className="rm-h2 hl-head">{t(kind)}</h2>
      {!rows.length && <p className="rm-empty">{t(`${kind}_none`)}</p>}
      {!!rows.length && (
        <table className="rm-table rm-cards">
          <thead><tr>
            <th scope="col">{t('item')}</th><th scope="col">{t('activity')}</th><th scope="col">{t('volume')}</th><th scope="col">{t('usable_until')}</th><th scope="col">{t('state')}</th>
          </tr></thead>
          <tbody>
            {rows.map((r) => (
              <tr key={r.item}>
                <th scope="row"><Link to={`/lineage?item=${encodeURIComponent(r.item)}`}>{r.item}</Link><small className="rm-sub">{[r.product_name ?? r.product, r.nuclide].filter(Boolean).join(' · ') || r.label}</small></th>
                <td data-label={t('activity')}>{r.activity_bq !== undefined && r.activity_bq !== null ? f.activityNow(r.activity_bq) : r.units !== undefined ? t('units', { n: r.units }) : '–'}</td>
                <td data-label={t('volume')}>{r.volume_ml ? f.volume(r.volume_ml) : '–'}</td>
                <td data-label={t('usable_until')}>{r.usable_until ?? r.expires_at ? f.dateTime((r.usable_until ?? r.expires_at)!, r.zone) : '–'}</td>
                <td data-label={t('state')}><Mark tone={tone[r.state ?? ''] ?? 'idle'}>{t.or(`state_${r.state}`, r.state ?? '–')}</Mark></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
