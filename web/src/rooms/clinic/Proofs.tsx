import { CommandForm } from '../desk/acts';
import type { Problem } from '../desk/data';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';
import type { DoseView, Proof } from './dose-types';
import { Prescribe } from './Prescribe';

const tone = { ok: 'ok', wait: 'warn', stop: 'crit' } as const;

function ProofSign({ state }: { state: Proof['state'] }) {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" className={`cl-proof-${state}`}>
      {state === 'ok' && <><circle cx="10" cy="10" r="9" fill="currentColor" /><path d="m5.800 10.300 2.900 2.900 5.600-6" stroke="#fff" strokeWidth="2" fill="none" /></>}
      {state === 'wait' && <><path d="M10 1.500 19 18H1z" fill="currentColor" /><path d="M10 7v5M10 14.500v1" stroke="#fff" strokeWidth="2" /></>}
      {state === 'stop' && <><rect x="1.500" y="1.500" width="17" height="17" fill="currentColor" /><path d="m6 6 8 8M14 6l-8 8" stroke="#fff" strokeWidth="2" /></>}
    </svg>
  );
}

// Proofs come before any number: nothing can be drawn while one of them stands at stop.
export function Proofs({ d, onRefused }: { d: DoseView; onRefused: (p: Problem) => void }) {
  const t = useWords('clinic');
  const open = (code: RegExp) => d.proofs.some((p) => p.state !== 'ok' && code.test(p.code));
  return (
    <section className="rm-card rm-pad">
      <h2 className="rm-h2">{t('proofs')}</h2>
      {!d.proofs.length && <p className="rm-empty">{t('proofs_none')}</p>}
      <ul className="cl-proofs">
        {d.proofs.map((p) => (
          <li key={p.code}>
            <ProofSign state={p.state} />
            <b>{t.or(`proof_${p.code.toLowerCase()}`, p.text)}</b>
            <Mark tone={tone[p.state]}>{t(`proof_state_${p.state}`)}</Mark>
            {t.or(`proof_${p.code.toLowerCase()}`, '') && <small>{p.text}</small>}
          </li>
        ))}
      </ul>
      {(open(/PRESCRI/i) || d.state === 'accepted' || d.state === 'requested') && !d.drawn && (
        <Prescribe d={d} onRefused={onRefused} />
      )}
      {open(/DIRECTIVE/i) && (
        <details>
          <summary>{t('sign_directive')}</summary>
          <CommandForm command="clinic/sign-directive" fixed={{ order: d.order }} signed meaning={t('meaning_directive')} submit={t('sign_directive')} onRefused={onRefused}
            fields={[{ name: 'activity', label: t('field_directive_activity'), unit: ['MBq', 'GBq'], required: true }, { name: 'organ_limits', label: t('field_organ_limits') }]} />
        </details>
      )}
    </section>
  );
}
