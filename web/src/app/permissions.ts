// Permissions come as patterns of the roles table: "*", "*.read", "hotlab.*", "trace.read"; "session" is anybody who is signed in.
export function may(have: readonly string[] | undefined, need: string): boolean {
  if (need === 'session') return have !== undefined;
  const [room, act] = need.split('.');
  return !!have?.some((p) => p === '*' || p === need || p === `*.${act}` || p === `${room}.*`);
}
