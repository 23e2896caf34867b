import { useAddress } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { Mark } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import { thinMinutes, type Tiles } from './board-types';
import { splitNuclide } from './Nuclide';

export function BoardTiles({ tiles }: { tiles: Tiles }) {
  const t = useWords('board');
  const f = useFigures();
  const { Link } = useAddress();
  const { usable, patients, margin, waiting_release: waiting } = tiles;
  const [value, unit] = f.parts(usable?.activity_bq ?? 0);
  const thin = !!margin && margin.minutes < thinMinutes;
  const lost = !!margin && margin.minutes < 0;
  return (
    <div className="bd-tiles">
      <div className="rm-card">
        <h2>{t('tile_usable')}</h2>
        <p className="bd-tile"><b>{value}</b> <span>{unit} {t(usable?.items === 1 ? 'in_item' : 'in_items', { n: usable?.items ?? 0 })}</span></p>
        <small>{(usable?.by_nuclide ?? []).slice(0, 4).map((n) => { const [m, s] = splitNuclide(n.nuclide); return <span key={n.nuclide} className="bd-part"><sup>{m}</sup>{s} {f.parts(n.activity_bq).join(' ')}</span>; })}</small>
      </div>
      <div className="rm-card">
        <h2>{t('tile_patients')}</h2>
        <p className="bd-tile"><b>{t('of', { n: patients?.covered ?? 0, total: patients?.total ?? 0 })}</b> <span>{t('booked')}</span></p>
        <small>{(patients?.by_product ?? []).map((p) => <span key={p.product} className="bd-part">{p.product} {t('of', { n: p.covered, total: p.total })}</span>)}</small>
      </div>
      <div className={`rm-card${lost ? ' bd-tile-crit' : thin ? ' bd-tile-warn' : ''}`}>
        <h2>{lost ? <Mark tone="crit">{t('tile_margin')}</Mark> : thin ? <Mark tone="warn">{t('tile_margin')}</Mark> : t('tile_margin')}</h2>
        {margin
          ? <>
              <p className="bd-tile"><b>{lost ? t('short_by', { time: f.duration(-margin.minutes * 60) }) : f.duration(margin.minutes * 60)}</b> <span>{t('decay_slack')} · <Link to={`/board?item=${encodeURIComponent(margin.item)}`}>{margin.item}</Link></span></p>
              <small>{lost ? t('is_lost', { who: margin.patient ?? margin.order }) : t('lost_after', { who: margin.patient ?? margin.order, time: margin.lost_after ? f.shortTime(margin.lost_after, margin.zone) : '' })}</small>
            </>
          : <p className="bd-tile"><span>{t('nobody_waits')}</span></p>}
      </div>
      <div className="rm-card">
        <h2>{t('tile_release')}</h2>
        <p className="bd-tile"><b>{waiting?.count ?? 0}</b> <span>{t(waiting?.count === 1 ? 'batch' : 'batches')}{waiting?.due_at ? ` · ${t('due', { time: f.shortTime(waiting.due_at) })}` : ''}</span></p>
        <small>{(waiting?.batches ?? []).map((b) => <span key={b.batch} className="bd-part"><Link to={`/production/${encodeURIComponent(b.batch)}?step=release`}>{b.batch}</Link></span>)}</small>
      </div>
    </div>
  );
}
