// A command's id, a UUID of version 7 (RFC 9562): what begins with the time goes to the end of the server's index, not anywhere in it.
export function commandId(now = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}
