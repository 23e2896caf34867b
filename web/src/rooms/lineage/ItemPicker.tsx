import { useState } from 'react';
import { useBoard } from '../../pages/board/useBoard';
import { useAddress } from '../desk/data';
import { PageHead } from '../desk/pieces';
import { useWords } from '../desk/words';
import './lineage.css';

// Nothing chosen yet: type or scan an id, or start from what is on the board.
export function ItemPicker({ title, to }: { title: string; to: string }) {
  const t = useWords('lineage');
  const { go, Link } = useAddress();
  const [id, setId] = useState('');
  const board = useBoard();
  const href = (item: string) => `${to}?item=${encodeURIComponent(item)}`;
  return (
    <div className="rm-page">
      <PageHead title={title} sub={t('pick_sub')} />
      <section className="rm-card rm-pad">
        <form className="rm-inline" onSubmit={(e) => { e.preventDefault(); if (id.trim()) go(href(id.trim())); }}>
          <label htmlFor="ln-item">{t('pick_label')}</label>
          <input id="ln-item" className="rm-input" value={id} onChange={(e) => setId(e.target.value)} autoFocus
            autoComplete="off" spellCheck={false} placeholder="FDG-251217-A" />
          <button className="rm-button rm-primary" type="submit">{t('pick_open')}</button>
        </form>
        {!!board.data?.rows.length && (
          <>
            <h2 className="rm-h2">{t('pick_board')}</h2>
            <ul className="ln-picks">
              {board.data.rows.map((r) => (
                <li key={r.item}><Link to={href(r.item)}>{r.label || r.item}</Link> <small className="rm-quiet">{t(`kind_${r.kind}`)}</small></li>
              ))}
            </ul>
          </>
        )}
      </section>
    </div>
  );
}
