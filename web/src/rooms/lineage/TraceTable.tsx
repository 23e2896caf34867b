import { useWords } from '../desk/words';
import { useFigures } from '../desk/figures';
import type { TraceNode } from './graph-types';

const titles = ['layer_inputs', 'layer_bulk', 'layer_batch', 'layer_vials', 'layer_doses', 'layer_after'];

// The same things as the drawing, as rows with their layer, place and state.
export function TraceTable({ nodes, root, onOpen }: { nodes: TraceNode[]; root: string; onOpen: (id: string) => void }) {
  const t = useWords('lineage');
  const f = useFigures();
  const rows = [...nodes].sort((a, b) => a.layer - b.layer || a.id.localeCompare(b.id));
  return (
    <div className="rm-scroll" tabIndex={0} role="region" aria-label={t('table_label')}>
      <table className="rm-table">
        <thead>
          <tr>
            <th scope="col">{t('col_layer')}</th><th scope="col">{t('col_item')}</th><th scope="col">{t('col_kind')}</th>
            <th scope="col">{t('col_place')}</th><th scope="col">{t('col_at')}</th><th scope="col">{t('col_state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((n) => (
            <tr key={n.id} className={n.id === root ? 'rm-picked' : undefined}>
              <td>{t(titles[n.layer] ?? 'layer_after')}</td>
              <th scope="row">
                <button type="button" className="rm-link" onClick={() => onOpen(n.id)}>{n.label || n.id}</button>
                {n.detail && <small className="rm-sub">{n.detail}</small>}
              </th>
              <td>{t(`kind_${n.kind}`)}</td>
              <td>{n.place ?? ''}</td>
              <td>{n.at ? f.dateTime(n.at) : ''}</td>
              <td>{n.state ? t.or(`state_${n.state}`, n.state) : ''}{n.activity_bq ? <small className="rm-sub">{f.activity(n.activity_bq, n.at)}</small> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
