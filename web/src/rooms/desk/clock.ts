export interface ServerClock { now: string; speed?: number; playing?: boolean; zone?: string }

let heard: { said: ServerClock; at: number } | null = null;

export function hear(said: ServerClock) {
  heard = { said, at: Date.now() };
  return heard;
}

// The server's time rules: the page counts on from its last word, at its speed, so a replayed day runs here as there.
export function serverNow(machine = Date.now()): number {
  if (!heard?.said.now) return machine;
  const speed = heard.said.playing === false ? 0 : heard.said.speed ?? 1;
  return Date.parse(heard.said.now) + Math.max(0, machine - heard.at) * speed;
}

export const lastHeard = () => heard?.at ?? 0;
