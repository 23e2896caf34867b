import { useAddress, useFromNow, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { LetterBlock } from './LetterBlock';
import { Courses, Protocols } from './Protocols';
import { doseTone, type DoseView } from './dose-types';
import './clinic.css';

export default function DosesPage() {
  const t = useWords('clinic');
  const f = useFigures();
  const { go, Link } = useAddress();
  const view = useRoomView<{ doses: DoseView[] }>('/clinic/doses');
  const today = useFromNow((now) => f.date(new Date(now).toISOString()));
  const rows = [...(view.data?.doses ?? [])].sort((a, b) => a.inject_at.localeCompare(b.inject_at));
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')}>
        <button type="button" className="rm-button rm-primary" onClick={() => go('/draw')}>{t('draw_by_scan')}</button>
      </PageHead>
      <Shown pending={view.pending} problem={view.error}>
        <section className="rm-card">
          {!rows.length && <p className="rm-empty">{t('nothing')}</p>}
          {!!rows.length && (
            <table className="rm-table rm-cards">
              <thead><tr>
                <th scope="col">{t('time')}</th><th scope="col">{t('patient')}</th><th scope="col">{t('product')}</th>
                <th scope="col">{t('prescribed')}</th><th scope="col">{t('state')}</th><th scope="col">{t('given')}</th>
              </tr></thead>
              <tbody>
                {rows.map((d) => (
                  <tr key={d.order}>
                    <th scope="row"><Link to={`/doses/${encodeURIComponent(d.order)}`}>{f.shortTime(d.inject_at, d.zone)}</Link>{f.date(d.inject_at, d.zone) !== today && <small className="rm-sub">{f.date(d.inject_at, d.zone)}</small>}</th>
                    <td data-label={t('patient')}>{d.patient_name || d.patient}{d.patient_name && <small className="rm-sub">{d.patient}</small>}</td>
                    <td data-label={t('product')}><span className="cl-product"><LetterBlock letter={d.letter ?? d.product[0]} /><span>{d.product_name || d.product}</span></span></td>
                    <td className="rm-one" data-label={t('prescribed')}>{f.activityAt(d.prescribed_bq, d.inject_at, d.zone)}</td>
                    <td className="rm-one" data-label={t('state')}><Mark tone={doseTone[d.state] ?? 'idle'}>{t.or(`state_${d.state}`, d.state)}</Mark></td>
                    <td className="rm-one" data-label={t('given')}>{d.given ? f.activityAt(d.given.activity_bq, d.given.at, d.zone) : '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      </Shown>
      <Protocols />
      <Courses />
    </div>
  );
}
