// What a scanner or a person typed becomes an id: of a GS1 element string the serial number (21), else the batch (10).
export function scannedId(text: string): string {
  const clean = text.trim().replace(/^\]d2/, '');
  const byBracket = clean.match(/\(21\)([^(]+)/) ?? clean.match(/\(10\)([^(]+)/);
  if (byBracket) return byBracket[1].trim();
  const parts = clean.split('\x1d');
  if (parts.length > 1 || /^01\d{14}/.test(clean)) {
    const rest = parts.map((p) => p.replace(/^01\d{14}/, '').replace(/^17\d{6}/, ''));
    const found = rest.find((p) => p.startsWith('21')) ?? rest.find((p) => p.startsWith('10'));
    if (found) return found.slice(2);
  }
  return clean;
}
