import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Words {
  (key: string, params?: Record<string, string | number>): string;
  // A word the server may send before the catalogue knows it: show the server's own text then.
  or(key: string, fallback: string): string;
}

export function useWords(room: string): Words {
  const { t, i18n } = useTranslation(room);
  return useMemo(() => {
    const words = ((key, params) => t(key, params ?? {})) as Words;
    words.or = (key, fallback) => (i18n.exists(key, { ns: room }) ? t(key) : fallback);
    return words;
  }, [t, i18n, room]);
}
