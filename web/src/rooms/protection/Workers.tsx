import { CommandForm } from '../desk/acts';
import { useRoomView } from '../desk/data';
import { useFigures } from '../desk/figures';
import { Mark, Shown, type Tone } from '../desk/pieces';
import { useWords } from '../desk/words';

interface Received { quantity: string; year_msv: number; limit_msv: number; constraint_msv?: number | null; level: 'below' | 'constraint' | 'limit'; clause: string }
interface Worker { person: string; name: string; quantities: Received[] }

const tones: Record<Received['level'], Tone> = { below: 'ok', constraint: 'warn', limit: 'crit' };

// What the people of the house have received this year.
export function Workers() {
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
          fields={[{ name: 'person', label: t('person'), of: 'person', required: true }, { name: 'quantity', label: t('quantity'), value: 'effective', options: quantities.map((q): [string, string] => [q, t(q)]), required: true },
            { name: 'dose', label: t('dose'), unit: ['mSv', 'uSv'], required: true }, { name: 'from', label: t('from'), type: 'day', required: true }, { name: 'until', label: t('until'), type: 'day', required: true },
            { name: 'dosimeter', label: t('dosimeter'), required: true }, { name: 'remark', label: t('remark'), wide: true }]} />
      </details>
    </section>
  );
}
