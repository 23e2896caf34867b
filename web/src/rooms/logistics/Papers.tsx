import { useState } from 'react';
import { CommandForm } from '../desk/acts';
import { useNow } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { Consignment } from './consignment-types';

// Each paper has an issuer who needs time, so the last minute to ask is shown, not only what is missing.
export function Papers({ papers, consignment, zone }: { papers: Consignment['papers']; consignment: string; zone?: string }) {
  const t = useWords('logistics');
  const f = useFigures();
  const now = useNow();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section className="rm-card rm-pad" aria-label={t('papers')}>
      <h2 className="rm-h2">{t('papers')}</h2>
      {!papers.length && <p className="rm-empty">{t('papers_none')}</p>}
      {papers.map((p) => {
        const late = p.state === 'missing' && !!p.latest_at && Date.parse(p.latest_at) < now;
        return (
          <div className="rm-row" key={p.paper}>
            <b>{p.title || p.paper}</b>
            <Mark tone={p.state === 'on_file' ? 'ok' : p.state === 'expired' || late ? 'crit' : 'warn'}>{t(`paper_${p.state}`)}</Mark>
            <small className="rm-full">
              {t('issuer', { name: p.issuer })}
              {p.number ? ` · ${t('paper_number', { number: p.number })}` : ''}
              {p.valid_until ? ` · ${t('valid_until', { at: f.dateTime(p.valid_until, zone) })}` : ''}
              {p.lead_time_minutes ? ` · ${t('lead_time', { time: f.duration(p.lead_time_minutes * 60) })}` : p.lead_time ? ` · ${t('lead_time', { time: p.lead_time })}` : ''}
            </small>
            {p.state !== 'on_file' && (
              <>
                {p.latest_at ? <span className="lg-latest">{t(late ? 'latest_past' : 'latest', { at: f.dateTime(p.latest_at, zone) })}</span> : <span />}
                <button type="button" className="rm-button" aria-expanded={open === p.paper} onClick={() => setOpen(open === p.paper ? null : p.paper)}>{t('file_paper')}</button>
              </>
            )}
            {open === p.paper && (
              <div className="lg-form">
                <CommandForm command="logistics/file-paper" fixed={{ consignment, paper: p.paper }} submit={t('file_paper')} onDone={() => setOpen(null)}
                  fields={[
                    { name: 'number', label: t('field_number'), required: true },
                    { name: 'issued_at', label: t('field_issued'), type: 'instant', value: 'now', required: true },
                  ]} />
              </div>
            )}
          </div>
        );
      })}
    </section>
  );
}
