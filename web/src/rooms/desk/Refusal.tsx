import type { Problem } from './data';
import { useWords } from './words';

export function Refusal({ problem }: { problem: Problem }) {
  const t = useWords('desk');
  return (
    <div className="rm-refusal" role="alert">
      <p className="rm-refusal-title">{problem.gates?.length ? t('refused', { n: problem.gates.length }) : problem.title || problem.code}</p>
      {!problem.gates?.length && problem.detail && <p>{problem.detail}</p>}
      <ul>
        {problem.gates?.map((g, i) => (
          <li key={i}><b>{g.text}</b>{g.remedy && <span> {g.remedy}</span>}<small>{[g.clause, g.rule, g.code].filter(Boolean).join(' · ')}</small></li>
        ))}
        {problem.errors?.map((e, i) => <li key={`e${i}`}><b>{e.field}</b>: {e.text}<small>{e.code}</small></li>)}
      </ul>
      <small>{problem.code}</small>
    </div>
  );
}
