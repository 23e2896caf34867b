import i18n from 'i18next';
import { useAddress, useNow, useRoomView, useSession } from '../desk/data';
import { useKnown } from '../desk/known';
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
      <div className="rm-inline">
        <div className="rm-field"><label htmlFor="rp-month">{t('report_month')}</label><input id="rp-month" className="rm-input" type="month" value={month} onChange={(e) => e.target.value && setQuery({ month: e.target.value })} /></div>
        <div className="rm-field"><label htmlFor="rp-site">{t('report_site')}</label><SitePick site={site} onPick={(to) => setQuery({ site: to })} /></div>
      </div>
      <Shown pending={view.pending} problem={view.error}>{view.data && <SheetView sheet={view.data} />}</Shown>
    </div>
  );
}

function SitePick({ site, onPick }: { site: string; onPick: (site: string) => void }) {
  const { choices } = useKnown('site');
  const all = choices.some(([s]) => s === site) ? choices : [[site, site || '–'], ...choices];
  return <select id="rp-site" className="rm-input" value={site} onChange={(e) => onPick(e.target.value)}>{all.map(([s, name]) => <option key={s} value={s}>{name}</option>)}</select>;
}
