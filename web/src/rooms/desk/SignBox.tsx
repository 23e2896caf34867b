import { useEffect, useId, useRef, useState } from 'react';
import { useSession } from './data';
import { useWords } from './words';

export interface Signature { password: string; account?: string }

export function SignBox({ meaning, otherPerson, busy, onSign, onCancel }: {
  meaning: string; otherPerson?: boolean; busy: boolean; onSign: (s: Signature) => void; onCancel: () => void;
}) {
  const t = useWords('desk');
  const id = useId();
  const session = useSession();
  const [typedAccount, setAccount] = useState<string | null>(null);
  // What a second person must sign is not offered under the first one's name.
  const account = typedAccount ?? (otherPerson ? '' : session?.account) ?? '';
  const [password, setPassword] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  useEffect(() => (otherPerson ? second : first).current?.focus(), [otherPerson]);
  return (
    <form className="rm-sign" aria-label={t('sign_title')}
      onSubmit={(e) => { e.preventDefault(); onSign({ password, account: account.trim() || session?.account }); }}
      onKeyDown={(e) => e.key === 'Escape' && onCancel()}>
      <blockquote>{meaning}</blockquote>
      {session && <p className="rm-quiet">{otherPerson ? t('sign_other') : t('sign_as', { name: session.name || session.person })}</p>}
      <div className="rm-fields">
        <div className="rm-field"><label htmlFor={`${id}a`}>{t('sign_account')}</label><input ref={second} id={`${id}a`} className="rm-input" autoComplete="username" value={account} placeholder={session?.account} onChange={(e) => setAccount(e.target.value)} /></div>
        <div className="rm-field"><label htmlFor={`${id}p`}>{t('sign_password')}</label><input ref={first} id={`${id}p`} className="rm-input" type="password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} /></div>
        <div className="rm-form-acts">
          <button type="submit" className="rm-button rm-primary" disabled={busy}>{t('sign')}</button>
          <button type="button" className="rm-button" onClick={onCancel}>{t('cancel')}</button>
        </div>
      </div>
    </form>
  );
}
