import { memo, useRef } from 'react';
import { useAddress } from '../../rooms/desk/data';
import { useFigures, type Figures } from '../../rooms/desk/figures';
import { useInSight } from '../../rooms/desk/inSight';
import { put, useLive } from '../../rooms/desk/live';
import { Mark } from '../../rooms/desk/pieces';
import { useWords, type Words } from '../../rooms/desk/words';
import type { BoardRow } from './board-types';
import { placeOf, statusIn } from './BoardRows';
import { activityAt } from './decay';

// The same board for a screen reader, for paper and for whoever prefers figures to shapes.
export function BoardTable({ rows }: { rows: BoardRow[] }) {
  const t = useWords('board');
  const f = useFigures();
  return (
    <div className="rm-scroll">
      <table className="rm-table rm-cards">
        <thead><tr>
          <th scope="col">{t('item')}</th><th scope="col">{t('nuclide')}</th><th scope="col">{t('place')}</th><th scope="col" className="rm-number">{t('activity_now')}</th><th scope="col" className="rm-number">{t('calibrated')}</th>
          <th scope="col">{t('usable_until')}</th><th scope="col">{t('coverage')}</th><th scope="col">{t('state')}</th>
        </tr></thead>
        <tbody>
          {rows.map((r, i) => <Line key={r.item} row={r} top={i < 24} f={f} t={t} />)}
        </tbody>
      </table>
    </div>
  );
}

const Line = memo(function Line({ row: r, top, f, t }: { row: BoardRow; top: boolean; f: Figures; t: Words }) {
  const { Link } = useAddress();
  const line = useRef<HTMLTableRowElement>(null);
  const now = useLive<HTMLTableCellElement>((el, n) => put(el, f.activityNow(activityAt(r, n))), useInSight(line, top));
  const s = statusIn(t, r);
  const served = r.coverage.filter((c) => c.covered).length;
  return (
    <tr ref={line}>
      <th scope="row"><Link to={`/board?item=${encodeURIComponent(r.item)}`}>{r.item}</Link>{r.product_name && <small className="rm-sub">{r.product_name}</small>}</th>
      <td data-label={t('nuclide')}>{r.elutions?.daughter ?? r.nuclide ?? '–'}</td>
      <td data-label={t('place')}>{placeOf(r, '→')}</td>
      <td ref={now} className="rm-number" data-label={t('activity_now')} />
      <td className="rm-number" data-label={t('calibrated')}>{r.calibration ? f.activityOn(r.calibration.activity_bq, r.calibration.at, r.at, r.zone) : '–'}</td>
      <td data-label={t('usable_until')}>{r.usable_until ? f.dateTime(r.usable_until, r.zone) : '–'}</td>
      <td data-label={t('coverage')}>{r.coverage.length ? t('of', { n: served, total: r.coverage.length }) : '–'}</td>
      <td data-label={t('state')}><Mark tone={s.tone}>{s.text}</Mark></td>
    </tr>
  );
});
