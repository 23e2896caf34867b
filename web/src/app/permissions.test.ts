import { expect, it } from 'vitest';
import { may } from './permissions';

it('permissions are patterns of room and act', () => {
  expect(may(['*'], 'audit.read')).toBe(true);
  expect(may(['*.read'], 'audit.read')).toBe(true);
  expect(may(['*.read'], 'hotlab.draw-dose')).toBe(false);
  expect(may(['hotlab.*'], 'hotlab.draw-dose')).toBe(true);
  expect(may(['logistics.read', 'board.read'], 'trace.read')).toBe(false);
  expect(may(undefined, 'board.read')).toBe(false);
  expect(may([], 'session')).toBe(true);
  expect(may(undefined, 'session')).toBe(false);
});
