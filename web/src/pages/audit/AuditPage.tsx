import { useState, type FormEvent } from 'react';
import { useAddress, useRoomView } from '../../rooms/desk/data';
import { useFigures } from '../../rooms/desk/figures';
import { useKeys } from '../../rooms/desk/keys';
import { Mark, PageHead, Shown } from '../../rooms/desk/pieces';
import { ReadingSwitch, useReading } from '../../rooms/desk/ReadingSwitch';
import { useWords } from '../../rooms/desk/words';
import { countSigned, inForce, isBroken, type AuditView, type EntryRow, type Head } from './audit-types';
import { EntryPanel } from './EntryPanel';
import './audit.css';

const asked = ['site', 'type', 'stream', 'about', 'after', 'before'] as const;

export default function AuditPage() {
  const t = useWords('audit');
  const { query, setQuery } = useAddress();
  const filter = new URLSearchParams(asked.flatMap((k) => (query.get(k) ? [[k, query.get(k)!] as [string, string]] : [])));
  filter.set('limit', '100');
  const reading = useReading();
  reading.params.forEach((v, k) => filter.set(k, v));
  const view = useRoomView<AuditView>(reading.ready ? `/audit/entries?${filter.toString()}` : null);
  const id = query.get('id');
  useKeys({ Escape: () => setQuery({ id: null }) });
  const v = view.data;
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')} />
      <ReadingSwitch />
      <Shown pending={view.pending} problem={view.error}>
        {v && (
          <>
            {!!v.heads?.length && <Heads heads={v.heads} />}
            <div className={id ? 'au-lay' : 'au-lay au-alone'}>
              <section className="rm-card" aria-label={t('entries')}>
                <Filters key={filter.toString()} v={v} />
                <Entries entries={v.entries} picked={id} onPick={(e) => setQuery({ id: e })} />
              </section>
              {id && <EntryPanel id={id} onClose={() => setQuery({ id: null })} />}
            </div>
          </>
        )}
      </Shown>
    </div>
  );
}

// The last link of every chain: whoever noted one of these can prove later that nothing before it was changed.
function Heads({ heads }: { heads: Head[] }) {
  const t = useWords('audit');
  const f = useFigures();
  return (
    <ul className="au-heads" aria-label={t('heads')}>
      {heads.map((h) => (
        <li key={h.site} className="rm-card">
          <b>{h.site_name || h.site}</b>
          <span>{t('length', { n: h.position ?? h.entries ?? 0 })}{h.at ? ` · ${f.dateTime(h.at)}` : ''}</span>
          <code title={h.hash}>{h.hash.slice(0, 16)}…</code>
        </li>
      ))}
    </ul>
  );
}

function Filters({ v }: { v: AuditView }) {
  const t = useWords('audit');
  const { query, setQuery } = useAddress();
  const [type, setType] = useState(query.get('type') ?? '');
  const [stream, setStream] = useState(query.get('stream') ?? '');
  const sites = [...new Set([...(v.heads ?? []).map((h) => h.site), ...v.entries.map((e) => e.site), query.get('site') ?? ''])].filter(Boolean).sort();
  const apply = (e: FormEvent) => {
    e.preventDefault();
    setQuery({ type: type.trim() || null, stream: stream.trim() || null, before: null, after: null });
  };
  const oldest = v.entries.length ? Math.min(...v.entries.map((e) => e.seq)) : null;
  return (
    <form className="au-filters" onSubmit={apply}>
      <div className="rm-field"><label htmlFor="au-site">{t('site')}</label>
        <select id="au-site" className="rm-input" value={query.get('site') ?? ''} onChange={(e) => setQuery({ site: e.target.value || null, before: null })}>
          <option value="">{t('all_sites')}</option>{sites.map((s) => <option key={s} value={s}>{v.heads?.find((h) => h.site === s)?.site_name ?? s}</option>)}
        </select>
      </div>
      <div className="rm-field"><label htmlFor="au-type">{t('type')}</label><input id="au-type" className="rm-input" list="au-types" value={type} autoComplete="off" spellCheck={false} onChange={(e) => setType(e.target.value)} /></div>
      <datalist id="au-types">{[...new Set(v.entries.map((e) => e.type))].sort().map((x) => <option key={x} value={x} />)}</datalist>
      <div className="rm-field"><label htmlFor="au-stream">{t('stream')}</label><input id="au-stream" className="rm-input" value={stream} autoComplete="off" spellCheck={false} onChange={(e) => setStream(e.target.value)} /></div>
      <div className="au-acts">
        <button type="submit" className="rm-button rm-primary">{t('filter')}</button>
        <button type="button" className="rm-button" onClick={() => setQuery({ site: null, type: null, stream: null, about: null, before: null, after: null })}>{t('clear')}</button>
        {oldest !== null && oldest > 1 && v.entries.length >= 100 && <button type="button" className="rm-button" onClick={() => setQuery({ before: String(oldest), after: null })}>{t('older')}</button>}
      </div>
    </form>
  );
}

function Entries({ entries, picked, onPick }: { entries: EntryRow[]; picked: string | null; onPick: (id: string) => void }) {
  const t = useWords('audit');
  const f = useFigures();
  if (!entries.length) return <p className="rm-empty">{t('none')}</p>;
  return (
    <table className="rm-table rm-cards au-table">
      <thead><tr><th scope="col">{t('number')}</th><th scope="col">{t('when')}</th><th scope="col">{t('what')}</th><th scope="col">{t('who')}</th><th scope="col">{t('chain')}</th></tr></thead>
      <tbody>
        {[...entries].sort((a, b) => b.seq - a.seq).map((e) => (
          <tr key={e.id} className={e.id === picked ? 'rm-picked' : undefined}>
            <th scope="row"><button type="button" className="rm-link" aria-pressed={e.id === picked} onClick={() => onPick(e.id)}>{e.seq}</button></th>
            <td data-label={t('when')}>{f.dateTime(e.at, e.zone)}</td>
            <td data-label={t('what')}><div>{f.inWords(e.text || e.type, e.zone)}<small className="rm-sub">{e.type}{e.reason ? ` · ${e.reason}` : ''}</small></div></td>
            <td data-label={t('who')}><div>{e.actor_name || e.actor || '–'}{countSigned(e) > 0 && <Mark tone={isBroken(e) ? 'crit' : 'ok'}>{t(isBroken(e) ? 'broken' : 'signed')}</Mark>}{inForce(e).length > 0 && <Mark tone="info">{t('amended')}</Mark>}</div></td>
            <td data-label={t('chain')}><div>{e.site_name || e.site}{e.position !== undefined && ` ${e.position}`}<small className="rm-sub"><code>{e.hash.slice(0, 12)}</code></small></div></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
