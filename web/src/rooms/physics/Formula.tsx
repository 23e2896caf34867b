import type { ReactNode } from 'react';

// What follows ^ is raised and what follows _ is lowered: a group in brackets, or one word. A number behind a capital is its index.
function group(text: string): [string, string] {
  if (text[0] !== '(') {
    const word = /^−?[A-Za-z0-9.]+/.exec(text)?.[0] ?? '';
    return [word, text.slice(word.length)];
  }
  let depth = 0;
  for (let i = 0; i < text.length; ++i) {
    depth += text[i] === '(' ? 1 : text[i] === ')' ? -1 : 0;
    if (depth === 0) return [text.slice(1, i), text.slice(i + 1)];
  }
  return [text, ''];
}

function parts(text: string): ReactNode[] {
  const at = text.search(/[\^_]/);
  if (at < 0) return [text];
  const [inside, rest] = group(text.slice(at + 1));
  if (!inside) return [text.slice(0, at + 1), ...parts(text.slice(at + 1))];
  const Level = text[at] === '^' ? 'sup' : 'sub';
  return [text.slice(0, at), <Level key={text.length}>{parts(inside)}</Level>, ...parts(rest)];
}

// Formulas come in plain letters, as on the command line; here they are set as in print.
const set: [RegExp, string][] = [
  [/(^|[\s(^,/])-/g, '$1−'], [/>=/g, '≥'], [/<=/g, '≤'], [/ x /g, ' × '], [/\bsum_/g, 'Σ_'], [/\bl([dp])\b/g, 'l_$1'], [/\b([A-Z])(\d+)\b/g, '$1_$2'],
  ...Object.entries({ sqrt: '√', lambda: 'λ', l: 'λ', L: 'λ', kappa: 'κ', eps: 'ε', rho: 'ρ', Gamma: 'Γ', mu: 'μ', phi: 'φ', sigma: 'σ' })
    .map(([name, sign]): [RegExp, string] => [new RegExp(`(?<![A-Za-z_])${name}${name === 'L' ? '(?=_)' : '(?![A-Za-z])'}`, 'g'), sign]),
];

export function Formula({ text }: { text: string }) {
  return <span className="ph-law">{parts(set.reduce((t, [from, to]) => t.replace(from, to), text))}</span>;
}
