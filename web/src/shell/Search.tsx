import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { may } from '../app/permissions';
import { scannedId } from '../app/scan';
import { useBoard } from '../pages/board/useBoard';
import { useAddress, useSession } from '../rooms/desk/data';
import { useWords } from '../rooms/desk/words';
import { pageOf, useWorkbench } from '../rooms/physics/workbench';
import { Icon } from './icons';
import { navPages } from './pages';

interface Found { to: string; text: string; note: string }

const at = (item: string) => `/lineage?item=${encodeURIComponent(item)}`;

function useFound(text: string, open: boolean): Found[] {
  const t = useWords('shell');
  const session = useSession();
  const board = useBoard(open && may(session?.permissions, 'board.read'));
  const physics = useWorkbench(open && !!session);
  const want = text.trim().toLowerCase();
  if (!want) return [];
  const pages = navPages.filter((p) => may(session?.permissions, p.need) && t(p.word).toLowerCase().includes(want)).map((p) => ({ to: p.path, text: t(p.word), note: t('found_page') }));
  const sums = (physics.data?.calculations ?? []).filter((c) => [c.title, c.name].some((x) => x.toLowerCase().includes(want))).map((c) => ({ to: pageOf(c.name), text: c.title, note: t('found_calculation') }));
  const items = (board.data?.rows ?? []).filter((r) => [r.item, r.label, r.product_name].some((x) => x?.toLowerCase().includes(want)))
    .map((r) => ({ to: at(r.item), text: r.item, note: [r.product_name, r.place].filter(Boolean).join(' · ') }));
  return [...pages, ...sums, ...items].slice(0, 8);
}

// One box to jump, search and scan. What it does not know as a page or an item on the board it looks up as an id.
export function Search() {
  const t = useWords('shell');
  const { go } = useAddress();
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [mark, setMark] = useState(-1);
  const found = useFound(text, open);
  const shown = open && found.length > 0;
  const leave = () => { setOpen(false); setMark(-1); setText(''); box.current?.blur(); };
  const jump = (to: string) => { leave(); go(to); };
  const press = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing || e.keyCode === 229) return;
    if (e.key === 'Escape') return leave();
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      setMark((m) => (found.length ? (m + (e.key === 'ArrowDown' ? 1 : found.length) + (m < 0 && e.key === 'ArrowUp' ? 1 : 0)) % found.length : -1));
    } else if (e.key === 'Enter' && text.trim()) {
      e.preventDefault();
      const exact = found.find((f) => f.text.toLowerCase() === text.trim().toLowerCase());
      jump(mark >= 0 ? found[mark].to : exact?.to ?? at(scannedId(text)));
    }
  };
  return (
    <div className="sh-search" role="search">
      <Icon name="search" size={14} />
      <input ref={box} id="sh-search" type="text" role="combobox" aria-label={t('search')} aria-expanded={shown} aria-controls={`${id}-l`} aria-autocomplete="list"
        aria-activedescendant={shown && mark >= 0 ? `${id}-${mark}` : undefined} placeholder={t('search')} autoComplete="off" spellCheck={false} value={text}
        onFocus={() => setOpen(true)} onBlur={() => setTimeout(() => setOpen(false), 150)} onKeyDown={press}
        onChange={(e) => { setText(e.target.value); setOpen(true); setMark(-1); }} />
      <kbd aria-hidden="true">/</kbd>
      <ul id={`${id}-l`} role="listbox" aria-label={t('search')} className="sh-found" hidden={!shown}>
        {found.map((f, i) => (
          <li key={f.to} id={`${id}-${i}`} role="option" aria-selected={i === mark} onMouseDown={(e) => { e.preventDefault(); jump(f.to); }}><b>{f.text}</b> <small>{f.note}</small></li>
        ))}
      </ul>
    </div>
  );
}
