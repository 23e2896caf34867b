import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useSend, type Problem } from './data';
import { bodyOf, FieldRow, startValues, type Field, type Filled } from './Fields';
import { useFigures } from './figures';
import { Mark } from './pieces';
import { Refusal } from './Refusal';
import { SignBox, type Signature } from './SignBox';
import { useWords } from './words';

export type { Field } from './Fields';

interface Common {
  command: string;
  signed?: boolean;
  meaning?: string;
  otherPerson?: boolean;
  done?: string;
  // What the answer of the command says, in words.
  told?: (result: unknown) => string;
  onDone?: () => void;
  onRefused?: (p: Problem) => void;
}

// One button, one command. A signed one asks for the meaning sentence and the password right where it stands.
export function Act({ command, body, signed, meaning, otherPerson, done, onDone, onRefused, tone, children }: Common & {
  body: Record<string, unknown>; tone?: 'primary' | 'danger' | 'go'; children: ReactNode;
}) {
  const t = useWords('desk');
  const send = useSend();
  const [signing, setSigning] = useState(false);
  const run = async (signature?: Signature) => {
    const answer = await send.submit(command, body, signature);
    if (answer.ok) {
      setSigning(false);
      onDone?.();
    } else if (answer.problem) onRefused?.(answer.problem);
    else setSigning(false);
  };
  return (
    <div className="rm-act">
      <button type="button" className={`rm-button ${tone ? `rm-${tone}` : ''}`} disabled={send.busy} aria-expanded={signed ? signing : undefined}
        data-f8={tone === 'primary' || tone === 'go' || undefined} onClick={() => (signed ? setSigning(!signing) : void run())}>{children}</button>
      {signing && <SignBox meaning={meaning ?? ''} otherPerson={otherPerson} busy={send.busy} onSign={(s) => void run(s)} onCancel={() => setSigning(false)} />}
      {send.problem && <Refusal problem={send.problem} />}
      {send.kept && <p role="status"><Mark tone="warn">{t('kept')}</Mark></p>}
      {send.done && <p role="status"><Mark tone="ok">{done ?? t('done')}</Mark></p>}
    </div>
  );
}

export function CommandForm({ command, fields, fixed, shape, signed, meaning, otherPerson, submit, preview, question, done, told, danger, go, onDone, onRefused }: Common & {
  fields: Field[]; fixed?: Record<string, unknown>; shape?: (filled: Record<string, unknown>) => Record<string, unknown>; submit: string; preview?: string;
  // The same fields asked of a question: nothing is written.
  question?: { path: string; label: string; onAnswer: (answer: unknown) => void }; danger?: boolean; go?: boolean;
}) {
  const t = useWords('desk');
  const f = useFigures();
  const send = useSend();
  const id = useId();
  const [values, setValues] = useState<Filled>(() => startValues(fields, f.nowLocal()));
  const [signing, setSigning] = useState(false);
  const [said, setSaid] = useState('');
  const body = () => {
    const filled = { ...fixed, ...bodyOf(fields, values, f.zone) };
    return shape ? shape(filled) : filled;
  };
  const run = async (signature?: Signature) => {
    const answer = await send.submit(command, body(), signature);
    if (answer.ok) {
      setSigning(false);
      setSaid(told?.(answer.result) ?? '');
      onDone?.();
    } else if (answer.problem) onRefused?.(answer.problem);
    else setSigning(false);
  };
  const onSubmit = (e: FormEvent) => {
    e.preventDefault();
    if (signed) setSigning(true);
    else void run();
  };
  return (
    <div className="rm-form">
      <form id={id} onSubmit={onSubmit} className="rm-fields">
        {fields.map((x) => <FieldRow key={x.name} field={x} values={values} set={setValues} problem={send.problem} />)}
        <div className="rm-form-acts">
          <button type="submit" className={`rm-button ${danger ? 'rm-danger' : go ? 'rm-go' : 'rm-primary'}`} disabled={send.busy}>{submit}</button>
          {preview && <button type="button" className="rm-button" disabled={send.busy} onClick={() => void send.ask(command, body())}>{preview}</button>}
          {question && <button type="button" className="rm-button" disabled={send.busy} onClick={() => void send.inquire(question.path, body()).then((a) => a.ok && question.onAnswer(a.result))}>{question.label}</button>}
        </div>
      </form>
      {signing && <SignBox meaning={meaning ?? ''} otherPerson={otherPerson} busy={send.busy} onSign={(s) => void run(s)} onCancel={() => setSigning(false)} />}
      {send.problem && <Refusal problem={send.problem} />}
      {send.kept && <p role="status"><Mark tone="warn">{t('kept')}</Mark></p>}
      {send.allowed && <p role="status"><Mark tone="ok">{t('allowed')}</Mark></p>}
      {send.done && <p role="status"><Mark tone="ok">{said || (done ?? t('done'))}</Mark></p>}
    </div>
  );
}

// F8 or the foot pedal presses the one primary button of the page.
export function usePedal() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.key !== 'F8') return;
      e.preventDefault();
      ref.current?.querySelector<HTMLButtonElement>('button[data-f8]')?.click();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return ref;
}
