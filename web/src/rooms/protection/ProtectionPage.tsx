import { CommandForm } from '../desk/acts';
import { useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, PageHead, Shown, type Tone } from '../desk/pieces';
import { useWords } from '../desk/words';

interface Received { quantity: string; year_msv: number; limit_msv: number; constraint_msv?: number | null; level: 'below' | 'constraint' | 'limit'; clause: string }
interface Worker { person: string; name: string; quantities: Received[] }
interface Place { site: string; place: string; area: string; state: 'clean' | 'contaminated'; at: string; zone?: string; wipe_bq_cm2?: number; rate_sv_h?: number; limit_bq_cm2: number; limit_usv_h: number }

const tones: Record<Received['level'], Tone> = { below: 'ok', constraint: 'warn', limit: 'crit' };

// What the people of the house have received this year, and which places the last survey found contaminated.
export default function ProtectionPage() {
  const t = useWords('protection');
  return (
    <div className="rm-page">
      <PageHead title={t('title')} sub={t('subtitle')} />
      <Workers />
      <Places />
    </div>
  );
}

function Workers() {
  const t = useWords('protection');
  const f = useFigures();
  const view = useRoomView<{ workers: Worker[] }>('/protection/workers');
  const rows = view.data?.workers ?? [];
  const quantities = ['effective', 'lens', 'extremities'];
  return (
    <section className="rm-card rm-pad" aria-label={t('workers')}>
      <h2 className="rm-h2">{t('workers')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('workers_none')}</p>}
        {!!rows.length && (
          <table className="rm-table rm-cards">
            <thead><tr><th scope="col">{t('person')}</th>{quantities.map((q) => <th scope="col" key={q}>{t(q)}</th>)}</tr></thead>
            <tbody>
              {rows.map((w) => (
                <tr key={w.person}>
                  <th scope="row">{w.name}</th>
                  {w.quantities.map((q) => (
                    <td key={q.quantity} data-label={t(q.quantity)}>
                      {t('year_of', { year: f.number(q.year_msv, 2), limit: f.number(q.limit_msv) })} <Mark tone={tones[q.level]}>{t(`level_${q.level}`)}</Mark>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Shown>
      <details>
        <summary>{t('record_dose')}</summary>
        <CommandForm command="protection/record-dose" submit={t('record_dose')}
          fields={[{ name: 'person', label: t('person'), required: true }, { name: 'quantity', label: t('quantity'), value: 'effective', options: quantities.map((q): [string, string] => [q, t(q)]), required: true },
            { name: 'dose', label: t('dose'), unit: ['mSv', 'uSv'], required: true }, { name: 'from', label: t('from'), required: true }, { name: 'until', label: t('until'), required: true },
            { name: 'dosimeter', label: t('dosimeter'), required: true }, { name: 'remark', label: t('remark'), wide: true }]} />
      </details>
    </section>
  );
}

function Places() {
  const t = useWords('protection');
  const f = useFigures();
  const view = useRoomView<{ places: Place[] }>('/protection/places');
  const rows = view.data?.places ?? [];
  return (
    <section className="rm-card rm-pad" aria-label={t('places')}>
      <h2 className="rm-h2">{t('places')}</h2>
      <Shown pending={view.pending} problem={view.error}>
        {!rows.length && <p className="rm-empty">{t('places_none')}</p>}
        {rows.map((p) => (
          <div className="rm-row" key={`${p.site} ${p.place}`}>
            <b>{p.place}</b>
            <Mark tone={p.state === 'clean' ? 'ok' : 'crit'}>{t(`place_${p.state}`)}</Mark>
            <span>{[p.wipe_bq_cm2 !== undefined ? `${f.number(p.wipe_bq_cm2, 2)} / ${f.number(p.limit_bq_cm2)} Bq/cm²` : '', p.rate_sv_h !== undefined ? `${f.number(p.rate_sv_h * 1e6, 2)} / ${f.number(p.limit_usv_h)} µSv/h` : ''].filter(Boolean).join(' · ')}</span>
            <small>{t(p.area)} · {p.site} · {f.dateTime(p.at, p.zone)}</small>
          </div>
        ))}
      </Shown>
      <details>
        <summary>{t('survey')}</summary>
        <CommandForm command="protection/survey-place" submit={t('survey')}
          fields={[{ name: 'site', label: t('site'), value: rows[0]?.site ?? '', required: true }, { name: 'place', label: t('place'), required: true },
            { name: 'area', label: t('area'), value: 'supervised', options: [['controlled', t('controlled')], ['supervised', t('supervised')]], required: true },
            { name: 'wipe', label: t('wipe'), unit: ['Bq/cm2'] }, { name: 'rate', label: t('rate'), unit: ['uSv/h'] }, { name: 'meter', label: t('meter'), required: true },
            { name: 'wipe_counter', label: t('wipe_counter') }, { name: 'alpha', label: t('alpha'), type: 'flag' }]} />
      </details>
    </section>
  );
}
