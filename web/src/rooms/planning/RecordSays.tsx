import { Refusal } from '../desk/Refusal';
import { useWords } from '../desk/words';
import type { Change, RecordAnswer } from './plan-types';
import { useAsked } from './useAsked';

// What the record says happened to the plan: read first, then taken into what-if as its list of changes.
export function RecordSays({ plan, onTake }: { plan: string; onTake: (changes: Change[]) => void }) {
  const t = useWords('planning');
  const { said, problem, busy, ask } = useAsked<RecordAnswer>('record-changes');
  return (
    <section className="rm-card rm-pad pl-record" aria-label={t('record')}>
      <button type="button" className="rm-button" disabled={busy} onClick={() => void ask({ plan })}>{busy ? t('asking') : t('record')}</button>
      {problem && <Refusal problem={problem} />}
      {said && (
        <div role="status">
          {said.rows.length === 0 ? <p className="rm-quiet">{t('record_nothing')}</p> : (
            <>
              <ul className="pl-diff">{said.rows.map((r, i) => <li key={i}>{r.text}</li>)}</ul>
              <button type="button" className="rm-button rm-primary" onClick={() => onTake(said.rows.map((r) => r.change))}>{t('record_take')}</button>
            </>
          )}
        </div>
      )}
    </section>
  );
}
