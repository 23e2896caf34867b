import { useAddress, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { stateTone, type Consignment } from './consignment-types';
import './logistics.css';

export default function ConsignmentsPage() {
  const t = useWords('logistics');
  const f = useFigures();
  const { Link } = useAddress();
  const view = useRoomView<{ consignments: Partial<Consignment>[] }>('/logistics/consignments');
  const rows = view.data?.consignments ?? [];
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')} />
      <Shown pending={view.pending} problem={view.error}>
        <section className="rm-card">
          {!rows.length && <p className="rm-empty">{t('nothing')}</p>}
          {!!rows.length && (
            <table className="rm-table rm-cards">
              <thead><tr>
                <th scope="col">{t('consignment')}</th><th scope="col">{t('route')}</th><th scope="col">{t('state')}</th>
                <th scope="col">{t('eta')}</th><th scope="col">{t('delay')}</th><th scope="col">{t('ti_total')}</th>
              </tr></thead>
              <tbody>
                {rows.map((c) => (
                  <tr key={c.consignment}>
                    <th scope="row"><Link to={`/logistics/${encodeURIComponent(c.consignment ?? '')}`}>{c.consignment}</Link></th>
                    <td data-label={t('route')}>{c.from?.name ?? c.from?.site} → {c.to?.name ?? c.to?.site}</td>
                    <td data-label={t('state')}><Mark tone={stateTone[c.state ?? ''] ?? 'idle'}>{t.or(`state_${c.state}`, c.state ?? '')}</Mark></td>
                    <td data-label={t('eta')}>{c.eta ? f.dateTime(c.eta, c.to?.zone) : '–'}</td>
                    <td data-label={t('delay')}>{c.delay_minutes ? <Mark tone="warn">{f.duration(c.delay_minutes * 60)}</Mark> : t('on_time')}</td>
                    <td data-label={t('ti_total')}>{c.ti_total !== undefined ? f.ti(c.ti_total) : '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      </Shown>
    </div>
  );
}
