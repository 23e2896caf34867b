// Permissions come as patterns of the roles table: "*", "*.read", "hotlab.*", "trace.read".
export function may(have: readonly string[] | undefined, need: string): boolean {
  const [room, act] = need.split('.');
  return !!have?.some((p) => p === '*' || p === need || p === `*.${act}` || p === `${room}.*`);
}
