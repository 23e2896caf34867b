import { useEffect, useState } from 'react';
import { call, type Problem } from '../desk/data';
import { Mark } from '../desk/pieces';
import { Refusal } from '../desk/Refusal';
import { useWords } from '../desk/words';
import { fromBase64, sha256Hex } from './bytes';
import type { Document } from './document-types';

interface Got { url: string; found: string | null }

// The bytes come once somebody asks, are hashed in this browser, and are only offered to be saved: a document may be a page that runs.
export function Fetched({ d }: { d: Document }) {
  const t = useWords('documents');
  const [got, setGot] = useState<Got | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => () => { if (got) URL.revokeObjectURL(got.url); }, [got]);
  const get = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await call<{ content: string }>(`/documents/documents/${d.sha256}`);
      const bytes = fromBase64(answer.content);
      setGot({ url: URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' })), found: await sha256Hex(bytes) });
    } catch (e) {
      setProblem(e as Problem);
    }
    setBusy(false);
  };
  const good = got?.found === d.sha256;
  return (
    <div className="dc-got">
      {!got && <button type="button" className="rm-button" disabled={busy} onClick={() => void get()}>{t('get')}</button>}
      {problem && <Refusal problem={problem} />}
      {got && <p role="status"><Mark tone={good ? 'ok' : got.found ? 'crit' : 'unproven'}>{good ? t('hash_fits') : got.found ? t('hash_differs', { found: got.found }) : t('hash_unchecked')}</Mark></p>}
      {got && (good || !got.found) && <a className="rm-button" href={got.url} download={`${d.about}-${d.sha256.slice(0, 12)}`}>{t('save')}</a>}
    </div>
  );
}
