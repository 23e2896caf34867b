import { useWords } from '../desk/words';
import { finished, type Step } from './batch-types';

const sign: Record<string, string> = { done: '✓', alert: '!', performed: '◐' };

export function StepList({ steps, current, page, released, onPick }: {
  steps: Step[]; current: number | null; page: 'release' | 'work' | null; released: boolean; onPick: (no: number | 'release' | 'work') => void;
}) {
  const t = useWords('production');
  const done = steps.filter(finished).length;
  const initials = (name?: string) => (name ? name.split(/[\s.]+/).map((w) => w[0]?.toUpperCase() ?? '').join('').slice(0, 3) : '');
  let phase = '';
  return (
    <nav className="rm-card pr-steps" aria-label={t('steps')}>
      <div className="pr-progress">
        <b>{t('steps_done', { n: done, of: steps.length })}</b>
        <progress value={done} max={Math.max(1, steps.length)} aria-label={t('steps')} />
      </div>
      {steps.map((s) => {
        const head = s.phase !== phase;
        phase = s.phase;
        return (
          <div key={s.no}>
            {head && <div className="pr-phase">{t.or(`phase_${s.phase}`, s.phase)}</div>}
            <button type="button" className={`pr-step pr-is-${s.state} ${s.no === current ? 'pr-on' : ''}`}
              aria-current={s.no === current ? 'step' : undefined} onClick={() => onPick(s.no)}>
              <i aria-hidden="true">{sign[s.state] ?? s.no}</i>
              <span>{s.title}</span>
              <small>{[initials(s.performed?.by), initials(s.checked?.by)].filter(Boolean).join(' · ')}<span className="rm-hidden"> {t(`step_${s.state}`)}</span></small>
            </button>
          </div>
        );
      })}
      <div className="pr-phase">{t('phase_release')}</div>
      <button type="button" className={`pr-step pr-is-todo ${page === 'work' ? 'pr-on' : ''}`} aria-current={page === 'work' ? 'step' : undefined} onClick={() => onPick('work')}>
        <i aria-hidden="true">+</i><span>{t('work_title')}</span><small />
      </button>
      <button type="button" className={`pr-step ${released ? 'pr-is-done' : 'pr-is-todo'} ${page === 'release' ? 'pr-on' : ''}`}
        aria-current={page === 'release' ? 'step' : undefined} onClick={() => onPick('release')}>
        <i aria-hidden="true">{released ? '✓' : 'QP'}</i><span>{t('release_title')}</span><small />
      </button>
    </nav>
  );
}
