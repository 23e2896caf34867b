import { useEffect, useState } from 'react';
import { Mark } from '../desk/pieces';
import { useWords } from '../desk/words';

// Without a secure context browsers have no clipboard; the old way still copies.
async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const box = document.createElement('textarea');
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  return done;
}

export function Copy({ text, label }: { text: () => string; label: string }) {
  const t = useWords('physics');
  const [told, setTold] = useState<boolean | null>(null);
  useEffect(() => {
    if (told === null) return;
    const timer = setTimeout(() => setTold(null), 4000);
    return () => clearTimeout(timer);
  }, [told]);
  return (
    <>
      <button type="button" className="rm-button" onClick={() => void copy(text()).then(setTold)}>{label}</button>
      <span role="status" className="ph-copied">{told !== null && <Mark tone={told ? 'ok' : 'warn'}>{t(told ? 'copied' : 'not_copied')}</Mark>}</span>
    </>
  );
}
