export interface SheetBlock { kind: 'heading' | 'text' | 'point' | 'note' | 'table'; text?: string; head?: string[]; rows?: string[][] }
export interface SheetDoc { title: string; printed_at: string; blocks: SheetBlock[] }

// A paper as the server writes it; the same that is printed as PDF.
export function SheetView({ sheet }: { sheet: SheetDoc }) {
  return (
    <article className="rm-card rm-pad rm-sheet">
      <h2 className="rm-h2">{sheet.title}</h2>
      {sheet.blocks.map((b, i) => <Block key={i} b={b} />)}
    </article>
  );
}

// A column of numbers with their units stands to the right.
const figure = /^(–|[\d.,\s]+(\s[A-Za-zµ%/]+)?)$/;

function Block({ b }: { b: SheetBlock }) {
  if (b.kind === 'heading') return <h3>{b.text}</h3>;
  if (b.kind === 'note') return <p className="rm-quiet">{b.text}</p>;
  if (b.kind !== 'table') return <p>{b.text}</p>;
  const side = b.head?.map((_, c) => (c > 0 && b.rows?.every((row) => figure.test(row[c] ?? '')) ? 'rm-number' : undefined));
  return (
    <table className="rm-table rm-cards">
      <thead><tr>{b.head?.map((h, c) => <th key={h} scope="col" className={side?.[c]}>{h}</th>)}</tr></thead>
      <tbody>{b.rows?.map((row, r) => <tr key={r}>{row.map((cell, c) => (c === 0 ? <th key={c} scope="row">{cell}</th> : <td key={c} className={side?.[c]} data-label={b.head?.[c]}>{cell}</td>))}</tr>)}</tbody>
    </table>
  );
}
