// Products differ by shape as well as by letter, so that look-alike vials and syringes are not told apart by colour.
const shapes: Record<string, string> = {
  F: 'M2 2h24v24H2z',
  M: 'M14 1a13 13 0 1 0 0 26 13 13 0 0 0 0-26z',
  L: 'M14 1 27 26H1z',
};

export function LetterBlock({ letter, size = 28 }: { letter: string; size?: number }) {
  const path = shapes[letter] ?? 'M14 1 27 14 14 27 1 14z';
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" className="cl-letter" role="img" aria-label={letter}>
      <path d={path} fill="#14202B" stroke="currentColor" strokeWidth="1" />
      <text x="14" y={letter === 'L' ? 22.5 : 20} textAnchor="middle" fontSize={letter === 'L' ? 13 : 17} fontWeight="800" fill="#fff">{letter}</text>
    </svg>
  );
}
