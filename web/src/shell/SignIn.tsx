import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, sessionQuery, type Problem } from '../rooms/desk/data';
import { Refusal } from '../rooms/desk/Refusal';
import { useWords } from '../rooms/desk/words';
import { BrandMark } from './icons';
import { LanguageSwitch } from './TopBar';

interface Fictitious { account: string; person?: string; name?: string; role?: string; roles?: string[]; org?: string; org_name?: string }

// The password of every showcase account. It opens nothing but fictitious data and stands on the page that asks for it.
const showcasePassword = 'isotrail-showcase';

export function SignIn({ showcase, problem }: { showcase: boolean; problem: Problem | null }) {
  const t = useWords('shell');
  const client = useQueryClient();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const enter = async (who: string, word: string) => {
    setBusy(true);
    setRefused(null);
    try {
      await call('/session', { method: 'POST', body: JSON.stringify({ account: who, password: word }), headers: { 'Content-Type': 'application/json' } });
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    } catch (e) {
      setRefused(e as Problem);
    }
    setBusy(false);
  };
  return (
    <main className="si-page">
      <section className="si-side">
        <h1><BrandMark size={34} /> Isotrail</h1>
        <p className="si-line">{t('what_it_is')}</p>
        <LanguageSwitch />
      </section>
      <section className="si-main">
        <form className="rm-card si-form" onSubmit={(e) => { e.preventDefault(); void enter(account.trim(), password); }}>
          <h2>{t('sign_in')}</h2>
          {(refused ?? problem) && <Refusal problem={(refused ?? problem)!} />}
          <div className="rm-field"><label htmlFor="si-a">{t('account')}</label><input id="si-a" className="rm-input" autoComplete="username" autoCapitalize="none" spellCheck={false} required value={account} onChange={(e) => setAccount(e.target.value)} /></div>
          <div className="rm-field"><label htmlFor="si-p">{t('password')}</label><input id="si-p" className="rm-input" type="password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} /></div>
          <button type="submit" className="rm-button rm-primary rm-big" disabled={busy}>{t('sign_in')}</button>
        </form>
        {showcase && <People busy={busy} onPick={(who) => void enter(who, showcasePassword)} />}
      </section>
    </main>
  );
}

function People({ busy, onPick }: { busy: boolean; onPick: (account: string) => void }) {
  const t = useWords('shell');
  const answer = useQuery<Fictitious[] | { accounts: Fictitious[] }, Problem>({ queryKey: ['showcase-accounts'], queryFn: () => call('/showcase/accounts'), staleTime: Infinity }).data;
  const people = Array.isArray(answer) ? answer : answer?.accounts ?? [];
  const orgs = [...new Set(people.map((p) => p.org_name ?? p.org ?? ''))];
  if (!people.length) return null;
  return (
    <div className="rm-card si-people">
      <h2>{t('showcase_people')} <span className="sh-showcase">{t('showcase_data')}</span></h2>
      <p className="rm-quiet">{t('showcase_people_text')}</p>
      {orgs.map((org) => (
        <section key={org} className="si-org">
          {org && <h3>{org}</h3>}
          <ul>
            {people.filter((p) => (p.org_name ?? p.org ?? '') === org).map((p) => {
              const roles = p.roles ?? (p.role ? p.role.split(/[ ,;]+/) : []);
              return (
                <li key={p.account}>
                  <button type="button" className="si-person" disabled={busy} data-account={p.account} onClick={() => onPick(p.account)}>
                    <b>{p.name || p.person || p.account}</b><small>{roles.filter(Boolean).map((r) => t.or(`role_${r}`, r)).join(' · ') || p.account}</small>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
