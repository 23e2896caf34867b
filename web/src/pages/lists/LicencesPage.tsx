import { useRoomView } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { useNameOf } from '../../rooms/desk/known';
import { Mark, PageHead, Shown, type Tone } from '../../rooms/desk/pieces';
import { useWords } from '../../rooms/desk/words';
import './lists.css';

interface Cap { nuclide: string; max_activity_bq: number; held_bq: number; reserved_bq: number; share: number }
interface Licence {
  licence: string; number?: string; title?: string; org?: string; site: string; issuer?: string; agency?: string; kind?: string; operations?: string[]; nuclides?: string[];
  valid_from?: string; valid_until: string; days_left: number; state: string; caps: Cap[];
}

// Sixty days is what the renewal of a radiation licence takes; then the date turns into a warning.
const tone = (l: Licence): Tone => (l.state === 'expired' || l.days_left < 0 ? 'crit' : l.days_left < 60 ? 'warn' : 'ok');

export default function LicencesPage() {
  const t = useWords('lists');
  const f = useFigures();
  const siteName = useNameOf('site'), orgName = useNameOf('org');
  const view = useRoomView<{ licences: Licence[] }>('/licensing/licences');
  const rows = [...(view.data?.licences ?? [])].sort((a, b) => a.days_left - b.days_left);
  return (
    <div className="rm-page">
      <PageHead title={t('licences')} sub={t('licences_sub')} />
      <Shown pending={view.pending} problem={view.error}>
        <section className="rm-card">
          {!rows.length && <p className="rm-empty">{t('licences_none')}</p>}
          {!!rows.length && (
            <table className="rm-table rm-cards">
              <thead><tr><th scope="col">{t('licence')}</th><th scope="col">{t('holder')}</th><th scope="col">{t('covers')}</th><th scope="col">{t('valid_until')}</th><th scope="col">{t('use')}</th></tr></thead>
              <tbody>
                {rows.map((l) => (
                  <tr key={l.licence}>
                    <th scope="row">{l.number || l.licence}<small className="rm-sub">{[l.title ?? l.kind, orgName(l.issuer ?? l.agency ?? '')].filter(Boolean).join(' · ')}</small></th>
                    <td data-label={t('holder')}>{siteName(l.site)}{l.org && <small className="rm-sub">{orgName(l.org)}</small>}</td>
                    <td data-label={t('covers')}>{(l.operations ?? []).map((o) => t.or(`op_${o}`, o)).join(', ')}<small className="rm-sub">{(l.nuclides ?? []).join(' · ')}</small></td>
                    <td data-label={t('valid_until')}><Mark tone={tone(l)}>{f.date(l.valid_until)}</Mark><small className="rm-sub">{l.days_left < 0 ? t('ended') : t('days_left', { n: Math.floor(l.days_left) })}</small></td>
                    <td data-label={t('use')}>{l.caps.length ? l.caps.map((c) => <Use key={c.nuclide} cap={c} />) : <span className="rm-quiet">{t('no_caps')}</span>}</td>
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

function Use({ cap }: { cap: Cap }) {
  const t = useWords('lists');
  const f = useFigures();
  const held = Math.min(100, (cap.held_bq / cap.max_activity_bq) * 100);
  const reserved = Math.min(100 - held, (cap.reserved_bq / cap.max_activity_bq) * 100);
  return (
    <div className={cap.share > 1 ? 'ls-use ls-over' : 'ls-use'}>
      <span>{cap.nuclide}: <b>{f.number(cap.share * 100, 1)} %</b> {t('of_max', { max: f.activity(cap.max_activity_bq) })}</span>
      <span className="ls-bar" aria-hidden="true"><i style={{ width: `${held}%` }} /><i className="ls-reserved" style={{ left: `${held}%`, width: `${reserved}%` }} /></span>
      <small className="rm-quiet">{t('held_reserved', { held: f.activityNow(cap.held_bq), reserved: f.activity(cap.reserved_bq) })}</small>
    </div>
  );
}
