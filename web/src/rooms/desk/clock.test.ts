import { describe, expect, it } from 'vitest';
import { hear, serverNow } from './clock';

describe('the server clock', () => {
  it('is counted on at the speed it runs, and stands when it stands', () => {
    const { at } = hear({ now: '2025-12-17T00:00:00Z', speed: 60, playing: true });
    expect(serverNow(at + 1000)).toBe(Date.parse('2025-12-17T00:01:00Z'));
    const again = hear({ now: '2025-12-17T00:10:00Z', speed: 60, playing: false });
    expect(serverNow(again.at + 5000)).toBe(Date.parse('2025-12-17T00:10:00Z'));
  });
});
