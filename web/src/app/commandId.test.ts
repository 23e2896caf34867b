import { expect, test } from 'vitest';
import { commandId } from './commandId';

test('is a UUID of version 7 that begins with the time', () => {
  const at = Date.UTC(2025, 11, 17, 3);
  expect(commandId(at)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(commandId(at).replace('-', '').slice(0, 12), 16)).toBe(at);
  expect(commandId(at) < commandId(at + 1)).toBe(true);
  expect(commandId(at)).not.toBe(commandId(at));
});
