import { useMemo } from 'react';
import i18n from 'i18next';
import { useAddress, useNow, type Problem } from '../desk/data';
import { useFigures } from '../desk/figures';
import { useKeys } from '../desk/keys';
import { PageHead, Shown as Waits } from '../desk/pieces';
import { Refusal } from '../desk/Refusal';
import { useWords } from '../desk/words';
import { AnswerView } from './AnswerView';
import { useAnswer, useNuclides, useQuestion } from './asking';
import { Copy } from './Copy';
import { csvOf } from './csv';
import { Chooser } from './Chooser';
import type { Calculation, Workbench } from './physics-types';
import { bodyOf, entriesOf, questionOf } from './question';
import { QuestionField } from './QuestionForm';
import type { Shown } from './UnitPick';
import { useWorkbench } from './workbench';
import './physics.css';

export default function PhysicsPage() {
  const t = useWords('physics');
  const { param } = useAddress();
  const workbench = useWorkbench();
  const list = workbench.data?.calculations ?? [];
  const chosen = list.find((c) => c.name === param('id')) ?? (param('id') ? undefined : list[0]);
  return (
    <div className="rm-page ph-page">
      <Waits pending={workbench.isPending} problem={workbench.error}>
        {workbench.data && (chosen
          ? <Asked key={chosen.name + i18n.language} workbench={workbench.data} calculation={chosen} />
          : <><PageHead title={t('title')} sub={t('subtitle')} /><Chooser list={list} /><p className="rm-empty">{t('unknown', { name: param('id') })}</p></>)}
      </Waits>
    </div>
  );
}

function Asked({ workbench, calculation }: { workbench: Workbench; calculation: Calculation }) {
  const t = useWords('physics');
  const f = useFigures();
  const now = useNow();
  const entries = useMemo(() => entriesOf(calculation), [calculation]);
  const q = useQuestion(`/physics/${calculation.name}`, entries.map((e) => e.name), questionOf(calculation.examples[0] ?? {}));
  const nuclides = useNuclides();
  const body = useMemo(() => bodyOf(entries, q.asked), [entries, q.asked]);
  const answer = useAnswer(calculation.name, body);
  const problem = answer.error;
  const errors = problem?.errors ?? [];
  const shown: Shown = { units: workbench.units, activity: f.unit, chosen: q.chosen, choose: q.choose };
  const full = window.location.origin + q.address;
  useKeys({ p: () => window.print() });
  return (
    <>
      <PageHead title={calculation.title} sub={t('subtitle')}>
        <Copy text={() => full} label={t('copy_link')} />
        {answer.data && !problem && <Copy text={() => csvOf(answer.data, shown, full)} label={t('copy_csv')} />}
        <button type="button" className="rm-button" onClick={() => window.print()}>{t('print')} <kbd>P</kbd></button>
      </PageHead>
      <Chooser list={workbench.calculations} at={calculation.name} />
      <div className="ph-lay">
        <form className="rm-card rm-pad ph-form" aria-label={t('question')} onSubmit={(e) => e.preventDefault()}>
          {entries.map((e) => <QuestionField key={e.name} entry={e} question={q.question} set={q.set} nuclides={nuclides} error={errors.find((x) => x.field.split(/[.[]/)[0] === e.name)} />)}
          {calculation.examples.length > 1 && (
            <div className="ph-examples"><span className="rm-quiet">{t('examples')}</span> {calculation.examples.map((x, i) => <button key={i} type="button" className="rm-chip" onClick={() => q.start(questionOf(x))}>{i + 1}</button>)}</div>
          )}
        </form>
        <div className="ph-answer" aria-busy={answer.isFetching}>
          <p className="rm-hidden" role="status">{problem ? t('no_answer', { n: Math.max(1, errors.length) }) : answer.isFetching ? '' : t('answered')}</p>
          {problem && (errors.length ? <Corrections errors={errors} /> : <Refusal problem={problem} />)}
          {!problem && answer.data && <AnswerView answer={answer.data} shown={shown} title={calculation.title} />}
          {!problem && !answer.data && answer.isPending && <div className="rm-skeleton" />}
        </div>
      </div>
      <p className="ph-foot">{t('printed', { time: f.dateTime(new Date(now).toISOString()), dataset: workbench.dataset })} · {full}</p>
    </>
  );
}

// No figure stands beside an input that was refused: an old answer could be read for the new question.
function Corrections({ errors }: { errors: NonNullable<Problem['errors']> }) {
  const t = useWords('physics');
  return (
    <div className="rm-refusal ph-corrections">
      <p className="rm-refusal-title">{t('no_answer', { n: errors.length })}</p>
      <ul>{errors.map((e, i) => <li key={i}><button type="button" className="rm-link" onClick={() => document.getElementById(`ph-${e.field.split(/[.[]/)[0]}`)?.focus()}>{e.text}</button><small>{e.code}</small></li>)}</ul>
    </div>
  );
}
