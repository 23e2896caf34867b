import { useEffect, useRef } from 'react';
import { may } from '../app/permissions';
import { change, useSettings } from '../rooms/desk/settings';
import { useWords } from '../rooms/desk/words';
import { navPages } from './pages';

export function KeysDialog({ permissions, onClose }: { permissions: readonly string[]; onClose: () => void }) {
  const t = useWords('shell');
  const { letterKeys } = useSettings();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => { if (!ref.current?.open) ref.current?.showModal?.(); }, []);
  const rows: [string[], string][] = [
    [['/'], t('key_search')], [['Ctrl', 'K'], t('key_search')], [['?'], t('keys')], [['Esc'], t('key_escape')], [['F8'], t('key_accept')],
    ...navPages.filter((p) => p.key && may(permissions, p.need)).map((p): [string[], string] => [['g', p.key!], t(p.word)]),
  ];
  return (
    <dialog ref={ref} className="sh-dialog" aria-labelledby="sh-keys" onClose={onClose} onCancel={onClose}>
      <h2 id="sh-keys">{t('keys')}</h2>
      <dl className="sh-keys">{rows.map(([keys, what]) => <div key={keys.join()}><dt>{keys.map((k) => <kbd key={k}>{k}</kbd>)}</dt><dd>{what}</dd></div>)}</dl>
      <label className="rm-flag"><input type="checkbox" checked={letterKeys} onChange={(e) => change({ letterKeys: e.target.checked })} /> {t('keys_letters')}</label>
      <button type="button" className="rm-button rm-primary" onClick={() => ref.current?.close()}>{t('close')}</button>
    </dialog>
  );
}
