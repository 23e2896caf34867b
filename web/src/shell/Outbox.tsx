import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { forget, keep, onOutbox, waiting, type Waiting } from '../app/outbox';
import { call, type Problem } from '../rooms/desk/data';
import { useFigures } from '../rooms/desk/figures';
import { Mark } from '../rooms/desk/pieces';
import { SignBox, type Signature } from '../rooms/desk/SignBox';
import { useWords } from '../rooms/desk/words';

const again = 5_000;

// Entries that wait on this device: how many, which, and what each waits for.
export function Outbox({ account }: { account: string }) {
  const t = useWords('shell');
  const f = useFigures();
  const client = useQueryClient();
  const [list, setList] = useState<Waiting[]>([]);
  const [open, setOpen] = useState(false);
  const [signing, setSigning] = useState('');
  const busy = useRef(false);
  const look = useCallback(() => void waiting(account).then(setList).catch(() => setList([])), [account]);
  useEffect(() => { look(); return onOutbox(look); }, [look]);

  // In the order they were entered; one that cannot be sent yet does not hold up the others. Each says when it was made and what the
  // time is now, both by this device's own clock.
  const send = useCallback(async (w: Waiting, signature?: Signature) => {
    try {
      await call(`/${w.command}`, { method: 'POST', body: JSON.stringify(signature ? { ...w.body, signature } : w.body), headers: { 'Content-Type': 'application/json', 'Command-Id': w.id, 'Entered-At': w.made, 'Device-Clock': new Date().toISOString() } });
      await forget(w.id);
      void client.invalidateQueries();
    } catch (e) {
      const p = e as Problem;
      if (p.status === 0 || p.status === 503) return;
      const wants = p.code === 'SIGNATURE_NEEDED';
      await keep({ ...w, signed: w.signed || wants, problem: wants ? undefined : p.gates?.map((g) => g.text).join(' ') || p.detail || p.title });
    }
  }, [client]);
  const flush = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      for (const w of await waiting(account)) if (!w.signed && !w.problem) await send(w);
    } finally {
      busy.current = false;
    }
  }, [account, send]);
  useEffect(() => {
    if (!list.some((w) => !w.signed && !w.problem)) return;
    const timer = setInterval(() => void flush(), again);
    window.addEventListener('online', flush);
    return () => { clearInterval(timer); window.removeEventListener('online', flush); };
  }, [list, flush]);

  const name = (command: string) => t.or(`act_${command.replace(/\W/g, '_')}`, command);
  if (!list.length) return null;
  return (
    <section className="sh-outbox" aria-label={t('outbox')}>
      <button type="button" className="sh-outbox-count" aria-expanded={open} onClick={() => setOpen(!open)}>{t('outbox_count', { n: list.length })}</button>
      {open && (
        <ul>
          {list.map((w) => (
            <li key={w.id}>
              <b>{name(w.command)}</b> <span>{f.dateTime(w.at)}</span>{' '}
              {w.problem ? <Mark tone="crit">{w.problem}</Mark> : w.signed ? <Mark tone="warn">{t('outbox_sign')}</Mark> : <Mark tone="idle">{t('outbox_waits')}</Mark>}
              <div className="sh-outbox-acts">
                <button type="button" className="rm-button" onClick={() => (w.signed ? setSigning(w.id) : void send({ ...w, problem: undefined }))}>{t('outbox_send')}</button>
                <button type="button" className="rm-button rm-danger" onClick={() => void forget(w.id)}>{t('outbox_discard')}</button>
              </div>
              {signing === w.id && <SignBox meaning={t('outbox_meaning', { command: name(w.command), time: f.dateTime(w.at) })} busy={false}
                onSign={(s) => { setSigning(''); void send({ ...w, problem: undefined }, s); }} onCancel={() => setSigning('')} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
