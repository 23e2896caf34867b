import { Fragment } from 'react';
import { useFigures } from '../desk/figures';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import { toneOf, type MatrixView } from './matrix-types';

// Agencies by life-cycle stages. Blank grey means no duty; unproven is said, never painted as met.
export function MatrixTable({ m, agency, stage, onPick }: {
  m: MatrixView; agency: string | null; stage: string | null; onPick: (agency: string, stage: string) => void;
}) {
  const t = useWords('oversight');
  const f = useFigures();
  const groups = [...new Set(m.rows.map((r) => r.jurisdiction))];
  return (
    <section className="rm-card ov-scroll" tabIndex={0} aria-label={t('matrix')}>
      <table className="ov-matrix">
        <thead><tr><th scope="col">{t('agency')}</th>{m.stages.map((s) => <th scope="col" key={s.id}>{s.title}</th>)}</tr></thead>
        <tbody>
          {groups.map((g) => (
            <Fragment key={g}>
              <tr className="ov-group"><th scope="rowgroup" colSpan={m.stages.length + 1}>{t.or(`jurisdiction_${g}`, g)}</th></tr>
              {m.rows.filter((r) => r.jurisdiction === g).map((r) => (
                <tr key={r.agency}>
                  <th scope="row">{r.agency_name}{r.agency_name_local && r.agency_name_local !== r.agency_name && <small lang={g === 'CN' ? 'zh-Hans' : 'zh-Hant'}>{r.agency_name_local}</small>}</th>
                  {m.stages.map((s) => {
                    const cell = r.cells[s.id];
                    if (!cell || cell.state === 'none') return <td key={s.id} className="ov-none"><span className="rm-hidden">{t('no_duty')}</span></td>;
                    const on = agency === r.agency && stage === s.id;
                    return (
                      <td key={s.id} className={`ov-${cell.state}`}>
                        <button type="button" aria-pressed={on} className={on ? 'ov-on' : undefined} onClick={() => onPick(r.agency, s.id)}>
                          <Mark tone={toneOf(cell.state)}>{cell.text || `${cell.count ?? ''} ${t(`state_${cell.state}`)}`}</Mark>
                          <small>{cell.next_due ? t('next', { at: f.dateTime(cell.next_due) }) : cell.in_state !== undefined && cell.count !== undefined && cell.in_state < cell.count ? t('in_all', { n: cell.count }) : ''}</small>
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}
