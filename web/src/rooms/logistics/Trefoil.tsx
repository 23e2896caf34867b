// Trefoil after the transport regulations: centre disc X, blades from 1.5 X to 5 X, 60 degrees each, one pointing down.
export function trefoilPath(x: number): string {
  const point = (r: number, deg: number) => {
    const a = (deg * Math.PI) / 180;
    return `${(r * Math.cos(a)).toFixed(3)} ${(r * Math.sin(a)).toFixed(3)}`;
  };
  return [90, 210, 330]
    .map((c) => `M${point(1.5 * x, c - 30)}L${point(5 * x, c - 30)}A${5 * x} ${5 * x} 0 0 1 ${point(5 * x, c + 30)}`
      + `L${point(1.5 * x, c + 30)}A${1.5 * x} ${1.5 * x} 0 0 0 ${point(1.5 * x, c - 30)}Z`)
    .join('');
}

export function Trefoil({ x, cx, cy }: { x: number; cx: number; cy: number }) {
  return (
    <g transform={`translate(${cx} ${cy})`} fill="#000">
      <circle r={x} />
      <path d={trefoilPath(x)} />
    </g>
  );
}
