import { Act, CommandForm } from '../desk/acts';
import { useAddress, useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, Shown } from '../desk/pieces';
import { useWords } from '../desk/words';
import { answers, type RecallCase } from './case-types';

export function Recalls() {
  const t = useWords('vigilance');
  const view = useRoomView<{ recalls: RecallCase[] }>('/vigilance/recalls');
  return (
    <section className="vg-col" aria-label={t('recalls')}>
      <h2 className="rm-h2">{t('recalls')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!view.data?.recalls.length && <p className="rm-card rm-empty">{t('recalls_none')}</p>}
        {view.data?.recalls.map((r) => <RecallCard key={r.recall} r={r} />)}
      </Shown>
    </section>
  );
}

function RecallCard({ r }: { r: RecallCase }) {
  const t = useWords('vigilance');
  const f = useFigures();
  const { Link } = useAddress();
  const list = answers(r);
  const done = list.filter((a) => a.at).length;
  const closed = r.state === 'closed';
  return (
    <article className={r.drill ? 'rm-card rm-pad vg-drill' : 'rm-card rm-pad'}>
      {r.drill && <p className="vg-watermark">{t('drill')}</p>}
      <div className="rm-row">
        <h3 className="vg-name">{r.recall}</h3>
        <Mark tone={closed ? 'ok' : r.state === 'proposed' ? 'warn' : 'crit'}>{t.or(`recall_${r.state}`, r.state)}</Mark>
        <small>{t('recall_of')} <Link to={`/recall?item=${encodeURIComponent(r.item)}`}>{r.item}</Link></small>
      </div>
      <p>{r.reason}</p>
      {r.proposed && <p className="rm-quiet">{t('proposed_by', { name: r.proposed.by, at: f.dateTime(r.proposed.at) })}</p>}
      {r.confirmed && <p className="rm-quiet">{t('confirmed_by', { name: r.confirmed.by, at: f.dateTime(r.confirmed.at) })}</p>}
      {!!list.length && (
        <>
          <h4 className="vg-sub">{t('acknowledged', { n: done, of: list.length })}</h4>
          {list.map((a) => (
            <div className="rm-row" key={a.site}>
              <span>{a.name}</span>
              {a.at ? <Mark tone="ok">{f.dateTime(a.at)}</Mark> : <Act command="vigilance/acknowledge-recall" body={{ recall: r.recall, site: a.site }}>{t('acknowledge')}</Act>}
              {a.by && <small>{a.by}</small>}
            </div>
          ))}
        </>
      )}
      <div className="vg-acts">
        {r.state === 'proposed' && (
          <Act command="vigilance/confirm-recall" body={{ recall: r.recall }} signed otherPerson meaning={t('meaning_confirm', { item: r.item })} tone="danger">{t('confirm')}</Act>
        )}
        {!closed && r.state !== 'proposed' && (
          <CommandForm command="vigilance/close-recall" fixed={{ recall: r.recall }} signed meaning={t('meaning_close')} submit={t('close')} fields={[{ name: 'summary', label: t('field_summary'), required: true, wide: true }]} />
        )}
      </div>
    </article>
  );
}
