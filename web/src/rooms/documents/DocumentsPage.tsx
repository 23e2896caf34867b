import { CommandForm } from '../desk/acts';
import { useAddress, useRoomView, useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { may } from '../../app/permissions';
import { AttachForm } from './AttachForm';
import type { Document, DocumentsView } from './document-types';
import { Fetched } from './Fetched';
import './documents.css';

// Papers beside the record, by the hash that an entry names: until when each is kept, and what was removed in its time.
export default function DocumentsPage() {
  const t = useWords('documents');
  const { query, setQuery } = useAddress();
  const have = useSession()?.permissions;
  const about = query.get('about') ?? '';
  const view = useRoomView<DocumentsView>(about ? `/documents/documents?about=${encodeURIComponent(about)}` : '/documents/documents');
  const rows = [...(view.data?.documents ?? [])].sort((a, b) => a.state.localeCompare(b.state) || a.keep_until.localeCompare(b.keep_until));
  const classes = view.data?.classes ?? [];
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')} />
      <label className="rm-field dc-filter">{t('about')}<input className="rm-input" type="search" key={about} defaultValue={about} spellCheck={false}
        onKeyDown={(e) => { if (e.key === 'Enter') setQuery({ about: e.currentTarget.value.trim() || null }); }}
        onBlur={(e) => { if (e.currentTarget.value.trim() !== about) setQuery({ about: e.currentTarget.value.trim() || null }); }} /></label>
      {may(have, 'documents.attach') && classes.length > 0 && (
        <details className="rm-card dc-new"><summary>{t('attach')}</summary><AttachForm key={about} about={about} classes={classes} /></details>
      )}
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <section className="rm-card"><p className="rm-empty">{t('nothing')}</p></section>}
        {rows.map((d) => <Paper key={`${d.sha256} ${d.about}`} d={d} canRemove={may(have, 'documents.remove')} />)}
      </Shown>
    </div>
  );
}

function Paper({ d, canRemove }: { d: Document; canRemove: boolean }) {
  const t = useWords('documents');
  const f = useFigures();
  const { Link } = useAddress();
  const kept = d.state === 'kept';
  return (
    <section className="rm-card dc-paper" aria-label={d.title}>
      <header className="dc-head"><h2>{d.title}</h2><Mark tone={!kept ? 'idle' : d.may_go ? 'warn' : 'ok'}>{t(!kept ? 'state_removed' : d.may_go ? 'state_may_go' : 'state_kept')}</Mark></header>
      <dl className="dc-facts">
        <div><dt>{t('about')}</dt><dd><Link to={`/lineage?item=${encodeURIComponent(d.about)}`}>{d.about}</Link></dd></div>
        <div><dt>{t('retention')}</dt><dd>{t.or(`class_${d.retention}`, d.retention)}</dd></div>
        <div><dt>{t('keep_until')}</dt><dd>{f.dateTime(d.keep_until)}</dd></div>
        <div><dt>{t('filed')}</dt><dd>{f.dateTime(d.at)}<small>{d.by} · {d.media_type} · {t('bytes', { count: d.bytes })}</small></dd></div>
        {!kept && d.removed_at && <div><dt>{t('removed')}</dt><dd>{f.dateTime(d.removed_at)}<small>{d.removed_by}</small></dd></div>}
      </dl>
      <p className="dc-hash"><span className="rm-quiet">SHA-256 </span><code>{d.sha256}</code></p>
      {kept ? <Fetched d={d} /> : <p className="rm-quiet">{t('gone')}</p>}
      {kept && d.may_go && canRemove && (
        <details>
          <summary>{t('remove')}</summary>
          <CommandForm command="documents/remove" fixed={{ sha256: d.sha256, about: d.about }} signed meaning={t('meaning_remove', { title: d.title, about: d.about })} submit={t('remove')}
            preview={t('may_i')} danger fields={[{ name: 'reason', label: t('reason'), required: true, wide: true }]} />
        </details>
      )}
    </section>
  );
}
