import { useId, useState, type FormEvent } from 'react';
import { useSend } from '../desk/data';
import { FieldRow, startValues, type Field, type Filled } from '../desk/Fields';
import { Mark } from '../desk/pieces';
import { Refusal } from '../desk/Refusal';
import { useWords } from '../desk/words';
import { sha256Hex, toBase64 } from './bytes';
import type { RetentionClass } from './document-types';

interface Chosen { name: string; type: string; bytes: Uint8Array<ArrayBuffer>; sha256: string | null }

// A file is read and hashed here before it is sent, so the server can refuse one that changed on its way.
export function AttachForm({ about, classes }: { about: string; classes: RetentionClass[] }) {
  const t = useWords('documents');
  const send = useSend();
  const id = useId();
  const fields: Field[] = [
    { name: 'about', label: t('about'), required: true, value: about }, { name: 'title', label: t('document_title'), required: true },
    { name: 'retention', label: t('retention'), required: true, value: classes[0]?.name ?? '', options: classes.map((c) => [c.name, t('class_years', { name: t.or(`class_${c.name}`, c.name), count: c.years })]) },
  ];
  const [values, setValues] = useState<Filled>(() => startValues(fields, ''));
  const [file, setFile] = useState<Chosen | null>(null);
  const choose = async (picked: File | undefined) => {
    if (!picked) return setFile(null);
    const bytes = new Uint8Array(await picked.arrayBuffer());
    setFile({ name: picked.name, type: picked.type || 'application/octet-stream', bytes, sha256: await sha256Hex(bytes) });
  };
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (!file) return;
    const body = { ...values, media_type: file.type, content: toBase64(file.bytes), ...(file.sha256 ? { sha256: file.sha256 } : {}) };
    if ((await send.submit('documents/attach', body)).ok) setValues({ ...values, title: '' });
  };
  return (
    <form className="rm-fields" onSubmit={(e) => void submit(e)}>
      <div className="rm-field rm-wide">
        <label htmlFor={id}>{t('file')}</label>
        <input id={id} className="rm-input" type="file" required onChange={(e) => void choose(e.target.files?.[0])} />
        {file && <small className="dc-hash">{t('bytes', { count: file.bytes.length })}{file.sha256 && <> · <code>{file.sha256}</code></>}</small>}
      </div>
      {fields.map((x) => <FieldRow key={x.name} field={x} values={values} set={setValues} problem={send.problem} />)}
      <div className="rm-form-acts"><button type="submit" className="rm-button rm-primary" disabled={send.busy || !file}>{t('attach')}</button></div>
      {send.problem && <Refusal problem={send.problem} />}
      {send.done && <p role="status"><Mark tone="ok">{t('attached')}</Mark></p>}
    </form>
  );
}
