import i18n from 'i18next';
import { useAddress, useNow, useRoomView, useSession } from '../desk/data';
import { PageHead, Shown } from '../desk/pieces';
import { SheetView, type SheetDoc } from '../desk/SheetView';
import { useWords } from '../desk/words';

// A site's month for its authority, as it will be printed.
export default function ReportPage() {
  const t = useWords('oversight');
  const { query, setQuery } = useAddress();
  const session = useSession();
  const now = useNow();
  const month = query.get('month') ?? new Date(now).toISOString().slice(0, 7);
  const site = query.get('site') ?? session?.site ?? '';
  const path = `report/month-sheet/${encodeURIComponent(month)}?site=${encodeURIComponent(site)}`;
  const view = useRoomView<SheetDoc>(site && /^\d{4}-\d\d$/.test(month) ? `/${path}` : null);
  return (
    <div className="rm-page">
      <PageHead title={t('report')} sub={t('report_sub')}>
        <a className="rm-button" href={`/api/v1/print/${path}&lang=${i18n.language}`} target="_blank" rel="noreferrer">{t('report_print')}</a>
      </PageHead>
      <div className="rm-fields">
        <div className="rm-field"><label htmlFor="rp-month">{t('report_month')}</label><input id="rp-month" className="rm-input" type="month" value={month} onChange={(e) => e.target.value && setQuery({ month: e.target.value })} /></div>
        <div className="rm-field"><label htmlFor="rp-site">{t('report_site')}</label><input id="rp-site" className="rm-input" defaultValue={site} key={site} onBlur={(e) => setQuery({ site: e.target.value.trim() || null })} /></div>
      </div>
      <Shown pending={view.pending} problem={view.error}>{view.data && <SheetView sheet={view.data} />}</Shown>
    </div>
  );
}
