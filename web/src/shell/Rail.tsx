import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import i18n from 'i18next';
import { beside } from '../app/beside';
import { may } from '../app/permissions';
import { useSession } from '../rooms/desk/data';
import { useWords } from '../rooms/desk/words';
import type { Due } from './due';
import { Icon } from './icons';
import { navGroups, navPages, phonePages, type NavPage } from './pages';

const isHere = (path: string, at: string) => (path === '/' ? at === '/' : at === path || at.startsWith(`${path}/`) || (path === '/lineage' && at.startsWith('/recall')));

function useDue(): Record<string, Due> {
  const wanted = may(useSession()?.permissions, 'today.read');
  return useQuery({ queryKey: ['due', i18n.language], queryFn: () => beside('due', i18n.language), enabled: wanted }).data ?? {};
}

function Count({ due }: { due?: Due }) {
  const t = useWords('shell');
  if (!due?.count) return null;
  return <span className={`sh-count sh-count-${due.urgency}`}><span aria-hidden="true">{due.count}</span><span className="rm-hidden">{t('waiting_for_you', { n: due.count })}</span></span>;
}

function Entry({ page, due, at }: { page: NavPage; due?: Due; at: string }) {
  const t = useWords('shell');
  return (
    <Link to={page.path as never} className="sh-link" aria-current={isHere(page.path, at) ? 'page' : undefined}>
      <Icon name={page.icon} /><span className="sh-word">{t(page.word)}</span><Count due={due} />
    </Link>
  );
}

export function Rail({ permissions }: { permissions: readonly string[] }) {
  const t = useWords('shell');
  const at = useLocation().pathname;
  const due = useDue();
  return (
    <nav className="sh-rail" aria-label={t('nav')}>
      {navGroups.map((g) => {
        const pages = g.pages.filter((p) => may(permissions, p.need));
        if (!pages.length) return null;
        return (
          <div key={g.word ?? 'first'} role="group" aria-label={g.word ? t(g.word) : t('group_first')}>
            {g.word && <div className="sh-group">{t(g.word)}</div>}
            {pages.map((p) => <Entry key={p.path} page={p} due={due[p.path]} at={at} />)}
          </div>
        );
      })}
    </nav>
  );
}

export function BottomBar({ permissions, roles, open, onMore }: { permissions: readonly string[]; roles: readonly string[]; open: boolean; onMore: () => void }) {
  const t = useWords('shell');
  const at = useLocation().pathname;
  const due = useDue();
  const chosen = phonePages(roles).map((path) => navPages.find((p) => p.path === path)!).filter((p) => may(permissions, p.need));
  return (
    <nav className="sh-bottom" aria-label={t('nav_phone')}>
      {chosen.map((p) => <Entry key={p.path} page={p} due={due[p.path]} at={at} />)}
      <button type="button" className="sh-link" aria-expanded={open} aria-controls="sh-more" onClick={onMore}><Icon name="more" /><span className="sh-word">{t('more')}</span></button>
    </nav>
  );
}

export function MorePages({ permissions, onPick }: { permissions: readonly string[]; onPick: () => void }) {
  const t = useWords('shell');
  const at = useLocation().pathname;
  const due = useDue();
  return (
    <nav className="sh-more" id="sh-more" aria-label={t('more')} onClick={onPick}>
      {navPages.filter((p) => may(permissions, p.need)).map((p) => <Entry key={p.path} page={p} due={due[p.path]} at={at} />)}
    </nav>
  );
}
