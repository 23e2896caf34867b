import { useEffect } from 'react';
import { may } from '../app/permissions';
import { lead, writing } from '../rooms/desk/keys';
import { settings } from '../rooms/desk/settings';
import { navPages } from './pages';

export const letterOf = (key: string, permissions: readonly string[]) => navPages.find((p) => p.key === key && may(permissions, p.need))?.path;

// `g` then a letter goes to a page, `/` or Ctrl K to the search box, `?` shows the keys. Silent in fields and while composing.
export function useGlobalKeys(permissions: readonly string[], go: (to: string) => void, onKeys: () => void) {
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | null = null;
    const end = () => {
      if (waiting) clearTimeout(waiting);
      waiting = null;
      setTimeout(() => lead(false), 0);
    };
    const press = (e: KeyboardEvent) => {
      if (e.isComposing || e.keyCode === 229 || e.altKey) return;
      const search = document.getElementById('sh-search');
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
        e.preventDefault();
        search?.focus();
        return;
      }
      if (e.ctrlKey || e.metaKey || writing(e) || !settings().letterKeys) return;
      if (waiting) {
        const to = letterOf(e.key.toLowerCase(), permissions);
        end();
        if (to) { e.preventDefault(); go(to); }
      } else if (e.key === 'g') {
        lead(true);
        waiting = setTimeout(end, 1500);
      } else if (e.key === '/') {
        e.preventDefault();
        search?.focus();
      } else if (e.key === '?') {
        e.preventDefault();
        onKeys();
      }
    };
    window.addEventListener('keydown', press);
    return () => { window.removeEventListener('keydown', press); end(); };
  }, [permissions, go, onKeys]);
}
