import { serverNow } from '../desk/clock';
import { useState } from 'react';
import { CommandForm } from '../desk/acts';
import { useAddress, useNow, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, PageHead, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { ClockRing } from '../oversight/ClockRing';
import { Recalls } from './Recalls';
import type { CaseView, VigilanceClock } from './case-types';
import './vigilance.css';

export default function VigilancePage() {
  const t = useWords('vigilance');
  const { query, setQuery } = useAddress();
  const cases = useRoomView<{ cases: CaseView[] }>('/vigilance/cases');
  const open = query.get('new') !== null;
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')}>
        <button type="button" className="rm-button rm-primary" aria-expanded={open} onClick={() => setQuery({ new: open ? null : '1' })}>{t('report')}</button>
      </PageHead>
      {open && <Report dose={query.get('dose') ?? ''} onDone={() => setQuery({ new: null, dose: null })} />}
      <div className="vg-lay">
        <section className="vg-col" aria-label={t('cases')}>
          <h2 className="rm-h2">{t('cases')}</h2>
          <Shown pending={cases.pending} problem={cases.error}>
            {!cases.data?.cases.length && <p className="rm-card rm-empty">{t('cases_none')}</p>}
            {cases.data?.cases.map((c) => <CaseCard key={c.case} c={c} />)}
          </Shown>
        </section>
        <Recalls />
      </div>
    </div>
  );
}

function CaseCard({ c }: { c: CaseView }) {
  const t = useWords('vigilance');
  const f = useFigures();
  const { Link } = useAddress();
  return (
    <article className="rm-card rm-pad">
      <div className="rm-row">
        <h3 className="vg-name">{c.case}</h3>
        <Mark tone={c.seriousness === 'serious' ? 'crit' : 'info'}>{t(`seriousness_${c.seriousness}`)}</Mark>
        <small>{[c.patient, c.product].filter(Boolean).join(' · ')}{c.dose && <> · <Link to={`/lineage?item=${encodeURIComponent(c.dose)}`}>{c.dose}</Link></>}</small>
      </div>
      {c.text && <p>{c.text}</p>}
      <p className="rm-quiet">{t('known_at', { at: f.dateTime(c.known_at) })}{c.by ? ` · ${c.by}` : ''}</p>
      {c.clocks?.map((k, i) => <Clock key={i} k={k} />)}
    </article>
  );
}

function Clock({ k }: { k: VigilanceClock }) {
  const t = useWords('vigilance');
  const f = useFigures();
  const now = useNow();
  const left = (Date.parse(k.due_at) - now) / 1000;
  const met = k.state === 'met' || !!k.met_at;
  const tone = met ? 'ok' : left < 0 ? 'crit' : left < 86400 ? 'warn' : 'info';
  const share = k.elapsed_share ?? (k.started_at ? (now - Date.parse(k.started_at)) / (Date.parse(k.due_at) - Date.parse(k.started_at)) : 0);
  return (
    <div className="vg-clock">
      <ClockRing share={met ? 1 : share} tone={tone} />
      <div><b>{k.title ?? k.duty}</b><small>{[k.agency, k.citation, t('due', { at: f.dateTime(k.due_at) })].filter(Boolean).join(' · ')}</small></div>
      <Mark tone={tone}>{met ? t('clock_met') : left < 0 ? t('clock_over', { time: f.duration(-left) }) : t('clock_left', { time: f.duration(left) })}</Mark>
    </div>
  );
}

function Report({ dose, onDone }: { dose: string; onDone: () => void }) {
  const t = useWords('vigilance');
  const stamp = new Date(serverNow()).toISOString().replace(/\D/g, '').slice(2, 14);
  const [id] = useState(`AR-${stamp}`);
  return (
    <section className="rm-card rm-pad" aria-label={t('report')}>
      <h2 className="rm-h2">{t('report')}</h2>
      <CommandForm command="vigilance/report-reaction" submit={t('report_send')} onDone={onDone}
        fields={[
          { name: 'case', label: t('field_case'), value: id, required: true },
          { name: 'dose', label: t('field_dose'), value: dose, required: true },
          { name: 'seriousness', label: t('field_seriousness'), value: 'non_serious', required: true, options: [['non_serious', t('seriousness_non_serious')], ['serious', t('seriousness_serious')]] },
          { name: 'known_at', label: t('field_known'), type: 'instant', value: 'now', required: true },
          { name: 'text', label: t('field_text'), type: 'long', required: true, wide: true },
        ]} />
    </section>
  );
}
