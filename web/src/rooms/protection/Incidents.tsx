import { useState } from 'react';
import { CommandForm } from '../desk/acts';
import { useAddress, useRoomView, useSession } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useNameOf } from '../desk/known';
import { Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';

interface Incident { incident: string; site: string; zone?: string; kind: string; what: string; items?: string[]; rooms?: string[]; from: string; until?: string; state: 'open' | 'closed'; cause?: string; measures?: string; closed_at?: string }
interface Handled {
  lines: { seq: number; event: string; at: string; zone: string; text: string; person: string; name: string; org: string; subjects: string[] }[];
  people: { person: string; name: string; org: string; entries: number; first: string; last: string; zone: string }[];
  custody: { item: string; from: string; until: string; org: string; state: string; site: string; to: string; zone: string }[];
}

const kinds = ['spill', 'contamination', 'exposure', 'loss', 'damage', 'wrong_dose', 'other'];

// What went wrong, and from the record who handled it when.
export function Incidents() {
  const t = useWords('protection');
  const f = useFigures();
  const site = useSession()?.site ?? '';
  const view = useRoomView<{ incidents: Incident[] }>('/protection/incidents');
  const [open, setOpen] = useState('');
  const rows = [...(view.data?.incidents ?? [])].sort((a, b) => b.from.localeCompare(a.from));
  return (
    <section className="rm-card rm-pad" aria-label={t('incidents')}>
      <h2 className="rm-h2">{t('incidents')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('incidents_none')}</p>}
        {rows.map((i) => (
          <article className="pr-task" key={i.incident} aria-label={i.incident}>
            <header><b>{i.incident}</b> <span className="rm-quiet">{t(`kind_${i.kind}`)} · {f.dateTime(i.from, i.zone)}</span> <Mark tone={i.state === 'open' ? 'warn' : 'ok'}>{t(`incident_${i.state}`)}</Mark></header>
            <p>{i.what}</p>
            <p className="rm-quiet">{[...(i.items ?? []), ...(i.rooms ?? [])].join(' · ')}</p>
            {i.state === 'closed' && <p>{t('cause_is', { cause: i.cause ?? '', measures: i.measures ?? '' })}</p>}
            <button type="button" className="rm-button" aria-expanded={open === i.incident} onClick={() => setOpen(open === i.incident ? '' : i.incident)}>{t('who_handled')}</button>
            {open === i.incident && <Timeline incident={i.incident} />}
            {i.state === 'open' && (
              <details>
                <summary>{t('close_incident')}</summary>
                <CommandForm command="protection/close-incident" fixed={{ incident: i.incident }} signed meaning={t('meaning_close', { incident: i.incident })} submit={t('close_incident')} preview={t('may_i')}
                  fields={[{ name: 'cause', label: t('cause'), type: 'long', required: true, wide: true }, { name: 'measures', label: t('measures'), type: 'long', required: true, wide: true }]} />
              </details>
            )}
          </article>
        ))}
      </Shown>
      <details>
        <summary>{t('report_incident')}</summary>
        <CommandForm command="protection/report-incident" submit={t('report_incident')}
          fields={[{ name: 'incident', label: t('incident'), required: true }, { name: 'site', label: t('site'), of: 'site', value: site, required: true }, { name: 'kind', label: t('kind'), value: 'spill', options: kinds.map((k): [string, string] => [k, t(`kind_${k}`)]), required: true },
            { name: 'from', label: t('asked_from'), type: 'instant', required: true }, { name: 'until', label: t('asked_until'), type: 'instant' }, { name: 'items', label: t('items'), type: 'list', wide: true }, { name: 'rooms', label: t('rooms'), type: 'list', wide: true },
            { name: 'what', label: t('what'), type: 'long', required: true, wide: true }]} />
      </details>
    </section>
  );
}

function Timeline({ incident }: { incident: string }) {
  const t = useWords('protection');
  const f = useFigures();
  const { Link } = useAddress();
  const orgName = useNameOf('org');
  const view = useRoomView<Handled>(`/trace/handled?incident=${encodeURIComponent(incident)}`);
  const told = view.data ?? { lines: [], people: [], custody: [] };
  return (
    <Shown pending={view.pending} problem={view.error}>
      {!!told.custody.length && <h3 className="rm-h2">{t('custody')}</h3>}
      {told.custody.map((c) => (
        <div className="rm-row" key={`${c.item} ${c.from}`}><b>{c.item}</b><span>{orgName(c.org)} · {t.or(`stage_${c.state}`, c.state)}{c.to ? ` → ${c.to}` : ''}</span><small>{f.dateTime(c.from, c.zone)} – {f.dateTime(c.until, c.zone)}</small></div>
      ))}
      {!!told.people.length && <h3 className="rm-h2">{t('hands')}</h3>}
      {told.people.map((p) => (
        <div className="rm-row" key={p.person}><b>{p.name || p.person}</b><span>{orgName(p.org)} · {t('entries', { n: p.entries })}</span><small>{f.dateTime(p.first, p.zone)} – {f.dateTime(p.last, p.zone)}</small></div>
      ))}
      <h3 className="rm-h2">{t('timeline')}</h3>
      {!told.lines.length && <p className="rm-empty">{t('timeline_none')}</p>}
      <ol className="pr-timeline">
        {told.lines.map((l) => (
          <li key={l.seq}><time dateTime={l.at}>{f.dateTime(l.at, l.zone)}</time> <b>{l.name || l.person}</b> <span>{l.text}</span> <Link to={`/audit?id=${encodeURIComponent(l.event)}`}>#{l.seq}</Link></li>
        ))}
      </ol>
    </Shown>
  );
}
