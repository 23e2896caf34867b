import type { ReactNode } from 'react';
import type { Problem } from './data';
import { Refusal } from './Refusal';
import { useWords } from './words';
import './desk.css';

export type Tone = 'ok' | 'info' | 'warn' | 'crit' | 'idle' | 'unproven';

const shapes: Record<Tone, ReactNode> = {
  ok: <circle cx="6" cy="6" r="4.200" fill="currentColor" />,
  info: <path d="M6 .6 11.400 6 6 11.400.6 6z" fill="currentColor" />,
  warn: <path d="M6 1 11.500 11H.5z" fill="currentColor" />,
  crit: <rect x="1.300" y="1.300" width="9.400" height="9.400" fill="currentColor" />,
  idle: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.800" />,
  unproven: <><rect x="1.500" y="1.500" width="9" height="9" fill="none" stroke="currentColor" strokeWidth="1.600" strokeDasharray="2 1.600" /><path d="M4.500 4.500a1.600 1.600 0 1 1 1.600 1.800v.8M6.100 8.600v.5" stroke="currentColor" strokeWidth="1.100" fill="none" /></>,
};

// A state is a shape, a word and a colour, in that order of importance.
export function Mark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`rm-mark rm-${tone}`}>
      <svg width="11" height="11" viewBox="0 0 12 12" aria-hidden="true">{shapes[tone]}</svg>
      <span>{children}</span>
    </span>
  );
}

export function PageHead({ title, sub, children }: { title: string; sub?: string; children?: ReactNode }) {
  return (
    <header className="rm-head">
      <div><h1>{title}</h1>{sub && <p>{sub}</p>}</div>
      {children && <div className="rm-head-acts">{children}</div>}
    </header>
  );
}

export function Block({ title, empty, children }: { title: string; empty?: string | false | null | 0; children?: ReactNode }) {
  return (
    <section className="rm-block">
      <h2 className="rm-h2">{title}</h2>
      {empty ? <p className="rm-quiet">{empty}</p> : children}
    </section>
  );
}

// Waiting is a skeleton, a refusal is said in full; old data stays visible while new data is asked for.
export function Shown({ pending, problem, children }: { pending: boolean; problem?: Problem | null; children: ReactNode }) {
  const t = useWords('desk');
  if (problem) return <Refusal problem={problem} />;
  if (pending) return <div className="rm-skeleton" role="status"><span className="rm-hidden">{t('loading')}</span></div>;
  return <>{children}</>;
}

export function Choice<V extends string>({ label, value, options, onChange }: {
  label: string; value: V; options: [V, string, string?][]; onChange: (v: V) => void;
}) {
  return (
    <div className="rm-choice" role="group" aria-label={label}>
      {options.map(([v, text, key]) => (
        <button key={v} type="button" aria-pressed={v === value} onClick={() => onChange(v)}>{text}{key && <kbd>{key}</kbd>}</button>
      ))}
    </div>
  );
}
