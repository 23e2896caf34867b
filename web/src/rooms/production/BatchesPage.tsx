import { useAddress, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { BatchLine } from './batch-types';
import './production.css';

const tone: Record<string, 'ok' | 'info' | 'warn' | 'crit' | 'idle'> = {
  released: 'ok', started: 'info', in_production: 'info', synthesised: 'warn', waiting_release: 'warn', filled: 'warn', rejected: 'crit', on_hold: 'crit',
};

export default function BatchesPage() {
  const t = useWords('production');
  const f = useFigures();
  const { Link } = useAddress();
  const view = useRoomView<{ batches: BatchLine[] }>('/production/batches');
  const rows = view.data?.batches ?? [];
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')} />
      <Shown pending={view.pending} problem={view.error}>
        <section className="rm-card">
          {!rows.length && <p className="rm-empty">{t('no_batch')}</p>}
          {!!rows.length && (
            <div className="rm-scroll" tabIndex={0} role="region" aria-label={t('title')}>
              <table className="rm-table rm-cards">
                <thead><tr>
                  <th scope="col">{t('batch')}</th><th scope="col">{t('product')}</th><th scope="col">{t('state')}</th>
                  <th scope="col">{t('started')}</th><th scope="col">{t('eos')}</th><th scope="col">{t('released')}</th>
                </tr></thead>
                <tbody>
                  {rows.map((b) => (
                    <tr key={b.batch}>
                      <th scope="row"><Link to={`/production/${encodeURIComponent(b.batch)}`}>{b.batch}</Link></th>
                      <td data-label={t('product')}>{b.product_name || b.product}</td>
                      <td data-label={t('state')}><Mark tone={tone[b.state] ?? 'idle'}>{t.or(`state_${b.state}`, b.state)}</Mark></td>
                      <td data-label={t('started')}>{b.started_at ? f.dateTime(b.started_at, b.zone) : '–'}</td>
                      <td data-label={t('eos')}>{b.eos_at ? f.dateTime(b.eos_at, b.zone) : '–'}</td>
                      <td data-label={t('released')}>{b.released_at ? f.dateTime(b.released_at, b.zone) : '–'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </section>
      </Shown>
    </div>
  );
}
