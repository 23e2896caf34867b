import { CommandForm, type Field } from '../desk/acts';
import { useAddress, useNow, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useNameOf } from '../desk/known';
import { Mark, PageHead, Shown, type Tone } from '../desk/pieces';
import { useWords } from '../desk/words';
import { Returns, Tanks } from './Tanks';
import './waste.css';

interface Container {
  container: string; site: string; zone?: string; state: string; items: { item: string; kind?: string; label?: string }[]; inventory: { nuclide: string; activity_bq: number }[];
  activity_bq: number; mass_kg?: number; mass_assumed?: boolean; fraction_percent: number; opened_at?: string; stored_at?: string; clear_at?: string | null; clause?: string; rule?: string;
  reading_sv_h?: number | null; cleared?: { at: string; by: string; reading_sv_h: number; background_sv_h: number; meter: string; activity_bq: number } | null;
}

const tones: Record<string, Tone> = { stored: 'info', clearable: 'warn', cleared: 'ok' };

// What decays here, until when, and why until then. A container leaves with a reading at background and a signature.
export default function WastePage() {
  const t = useWords('waste');
  const view = useRoomView<{ containers: Container[] }>('/waste/containers');
  const rows = [...(view.data?.containers ?? [])].sort((a, b) => Number(a.state === 'cleared') - Number(b.state === 'cleared') || (a.clear_at ?? '9').localeCompare(b.clear_at ?? '9'));
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')} />
      <Store rows={rows} />
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <section className="rm-card"><p className="rm-empty">{t('nothing')}</p></section>}
        {rows.map((c) => <Box key={c.container} c={c} />)}
      </Shown>
      <Returns />
      <Tanks />
    </div>
  );
}

function Store({ rows }: { rows: Container[] }) {
  const t = useWords('waste');
  const fields: Field[] = [
    { name: 'container', label: t('container'), required: true, value: rows.find((r) => r.state === 'stored')?.container ?? '' },
    { name: 'items', label: t('items'), type: 'list', required: true, wide: true },
    { name: 'reading', label: t('reading'), unit: ['uSv/h'] }, { name: 'mass', label: t('mass'), unit: ['kg', 'g'] }, { name: 'sharps', label: t('sharps'), type: 'flag' },
  ];
  return (
    <details className="rm-card ws-new">
      <summary>{t('store')}</summary>
      <CommandForm key={rows.length} command="waste/store" fields={fields} shape={({ sharps, ...rest }) => (sharps ? { ...rest, sharps } : rest)} submit={t('store')} preview={t('may_i')} />
    </details>
  );
}

function Box({ c }: { c: Container }) {
  const t = useWords('waste');
  const f = useFigures();
  const now = useNow();
  const { Link } = useAddress();
  const siteName = useNameOf('site'), personName = useNameOf('person');
  const left = c.clear_at ? (Date.parse(c.clear_at) - now) / 1000 : null;
  const rate = (sv: number) => `${f.number(sv * 1e6)} µSv/h`;
  return (
    <section className="rm-card ws-box" aria-label={c.container}>
      <header className="ws-head"><h2>{c.container}</h2><span className="rm-quiet">{siteName(c.site)}</span><Mark tone={tones[c.state] ?? 'idle'}>{t.or(`state_${c.state}`, c.state)}</Mark></header>
      <dl className="ws-facts">
        <div><dt>{t('activity')}</dt><dd>{c.cleared ? f.activityAt(c.cleared.activity_bq, c.cleared.at, c.zone) : f.activityNow(c.activity_bq)}<small>{c.inventory.map((n) => `${n.nuclide} ${f.siActivity(n.activity_bq)}`).join(' · ')}</small></dd></div>
        <div><dt>{t('fraction')}</dt><dd>{c.fraction_percent < 1000 ? `${f.number(c.fraction_percent)} %` : `${f.number(c.fraction_percent / 100)} ×`}<small>{t('mass_is', { mass: f.number(c.mass_kg ?? 0) })}{c.mass_assumed ? ` ${t('assumed')}` : ''}</small></dd></div>
        <div><dt>{t('clear_at')}</dt><dd>{c.clear_at ? f.dateTime(c.clear_at, c.zone) : '–'}<small>{[left !== null && left > 0 && !c.cleared ? t('in', { time: f.duration(left) }) : '', c.clause ?? c.rule].filter(Boolean).join(' · ')}</small></dd></div>
        {c.reading_sv_h !== null && c.reading_sv_h !== undefined && <div><dt>{t('reading')}</dt><dd>{rate(c.reading_sv_h)}</dd></div>}
        {c.cleared && <div><dt>{t('cleared')}</dt><dd>{f.dateTime(c.cleared.at, c.zone)}<small>{t('cleared_how', { by: personName(c.cleared.by), reading: rate(c.cleared.reading_sv_h), background: rate(c.cleared.background_sv_h), meter: c.cleared.meter })}</small></dd></div>}
      </dl>
      <p className="ws-items">{c.items.map((i) => <span key={i.item}><Link to={`/lineage?item=${encodeURIComponent(i.item)}`}>{i.item}</Link></span>)}</p>
      {!c.cleared && (
        <details>
          <summary>{t('clear')}</summary>
          <CommandForm command="waste/clear" fixed={{ container: c.container }} signed meaning={t('meaning_clear', { container: c.container })} submit={t('clear')} preview={t('may_i')}
            fields={[{ name: 'reading', label: t('reading'), unit: ['uSv/h'], required: true }, { name: 'background', label: t('background'), unit: ['uSv/h'], required: true }, { name: 'meter', label: t('meter'), of: 'survey_meter', required: true }]} />
        </details>
      )}
    </section>
  );
}
