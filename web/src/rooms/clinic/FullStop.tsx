import { useEffect, useRef } from 'react';
import type { Problem } from '../desk/data';
import { useWords } from '../desk/words';

const mismatch = /WRONG_|MISMATCH|NOT_THE_PATIENT|OTHER_PATIENT|PATIENT_DIFFERS|PRODUCT_DIFFERS/;

export const isFullStop = (p: Problem) => !!p.gates?.some((g) => mismatch.test(g.code)) || mismatch.test(p.code ?? '');

// Wrong patient or wrong product: the whole screen, both texts side by side, and no way to ignore it.
export function FullStop({ problem, onBack }: { problem: Problem; onBack: () => void }) {
  const t = useWords('clinic');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => { dialog.current?.showModal(); }, []);
  const gates = problem.gates?.length ? problem.gates : [{ code: problem.code ?? '', text: problem.detail ?? problem.title, remedy: '', clause: '', params: {} }];
  return (
    <dialog ref={dialog} className="cl-stop" aria-labelledby="cl-stop-title" onCancel={onBack}>
      <svg width="64" height="64" viewBox="0 0 20 20" aria-hidden="true"><path d="M6 1h8l5 5v8l-5 5H6l-5-5V6z" fill="currentColor" /><path d="M5 10h10" stroke="#A51D17" strokeWidth="3" /></svg>
      <h1 id="cl-stop-title">{t('stop_title')}</h1>
      <p>{t('stop_text')}</p>
      {gates.map((g) => (
        <article key={g.code}>
          <h2>{g.text}</h2>
          <dl className="cl-stop-pair">
            {Object.entries(g.params ?? {}).map(([k, v]) => <div key={k}><dt>{t.or(`param_${k}`, k)}</dt><dd>{String(v)}</dd></div>)}
          </dl>
          {g.remedy && <p><b>{t('remedy')}</b> {g.remedy}</p>}
          <p className="cl-stop-code">{[g.code, g.clause].filter(Boolean).join(' · ')}</p>
        </article>
      ))}
      <button type="button" autoFocus onClick={onBack}>{t('put_back')}</button>
    </dialog>
  );
}
