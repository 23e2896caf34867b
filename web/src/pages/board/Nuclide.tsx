// "Tc-99m" as on the label: mass number raised before the symbol; a reader program hears the plain name.
export function splitNuclide(name: string): [string, string] {
  const m = /^([A-Z][a-z]?)-(\d+m?)$/.exec(name);
  return m ? [m[2], m[1]] : ['', name];
}

// Where no element can be: ⁹⁹ᵐ.
export const raised = (mass: string) => [...mass].map((c) => (c === 'm' ? 'ᵐ' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('');

export function Nuclide({ name, tile }: { name: string | null | undefined; tile?: boolean }) {
  if (!name) return tile ? <span className="bd-nuc" aria-hidden="true">–</span> : null;
  const [mass, symbol] = splitNuclide(name);
  return <span className={tile ? 'bd-nuc' : 'bd-nuc-text'}><span aria-hidden="true"><sup>{mass}</sup>{symbol}</span><span className="rm-hidden">{name}</span></span>;
}
