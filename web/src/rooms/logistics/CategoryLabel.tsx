import { Trefoil } from './Trefoil';

export type Category = 'I-WHITE' | 'II-YELLOW' | 'III-YELLOW';

const bars: Record<string, number> = { 'I-WHITE': 1, 'II-YELLOW': 2, 'III-YELLOW': 3 };

// The diamond of the transport regulations. Its words stay in English: that is what is printed on the package.
// Category I carries no transport index box; red bars count the category.
export function CategoryLabel({ category, contents, activity, ti, title }: {
  category: Category; contents: string; activity: string; ti: number; title: string;
}) {
  const n = bars[category] ?? 3;
  const upper = category === 'I-WHITE' ? '#fff' : '#FFD200';
  return (
    <svg viewBox="0 0 220 220" className="lg-label" role="img" aria-label={title}>
      <path d="M110 3 217 110 110 217 3 110z" fill="#fff" stroke="#000" strokeWidth="2" />
      <path d="M110 12 208 110H12z" fill={upper} />
      <path d="M110 12 208 110 110 208 12 110z" fill="none" stroke="#000" strokeWidth="1.5" />
      <path d="M12 110H208" stroke="#000" strokeWidth="1" />
      <Trefoil x={8.4} cx={110} cy={66} />
      <text x={108 - n * 5} y="127" textAnchor="middle" fontSize="13.5" fontWeight="700" fill="#000">RADIOACTIVE</text>
      {Array.from({ length: n }, (_, i) => (
        <rect key={i} x={167 - n * 5 + i * 9} y="115" width="5" height="15" fill="#C60C30" />
      ))}
      <g fontSize="8.5" fill="#000">
        <text x="45" y="142">CONTENTS</text>
        <text x="94" y="142" fontWeight="700">{contents}</text>
        <path d="M92 145h72M92 159h60" stroke="#000" strokeWidth=".7" />
        <text x="56" y="156">ACTIVITY</text>
        <text x="97" y="156" fontWeight="700">{activity}</text>
      </g>
      {category !== 'I-WHITE' && (
        <g fill="#000">
          <rect x="80" y="161" width="60" height="17" fill="none" stroke="#000" />
          <text x="84" y="167" fontSize="5">TRANSPORT INDEX</text>
          <text x="110" y="176" fontSize="9" fontWeight="700" textAnchor="middle">{ti.toFixed(1)}</text>
        </g>
      )}
      <text x="110" y="199" textAnchor="middle" fontSize="15" fontWeight="700" fill="#000">7</text>
    </svg>
  );
}
