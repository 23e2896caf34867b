import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = [
  { id: 'en', short: 'EN', name: 'English', html: 'en' },
  { id: 'zh-Hans', short: '简', name: '简体中文', html: 'zh-Hans' },
  { id: 'zh-Hant', short: '繁', name: '繁體中文', html: 'zh-Hant-MO' },
  { id: 'pt', short: 'PT', name: 'Português', html: 'pt-PT' },
] as const;

export type Language = (typeof languages)[number]['id'];

// One chunk a language: a reader loads the words of one language and no others.
const catalogues: Record<Language, () => Promise<{ default: Record<string, object> }>> = {
  en: () => import('../locales/en'),
  'zh-Hans': () => import('../locales/zh-Hans'),
  'zh-Hant': () => import('../locales/zh-Hant'),
  pt: () => import('../locales/pt'),
};

const key = 'isotrail.language';

export function preferred(kept: string | null, wanted: readonly string[]): Language {
  if (languages.some((l) => l.id === kept)) return kept as Language;
  for (const w of wanted) {
    const tag = w.toLowerCase();
    if (/^zh\b.*(hant|tw|hk|mo)/.test(tag)) return 'zh-Hant';
    if (tag.startsWith('zh')) return 'zh-Hans';
    if (tag.startsWith('pt')) return 'pt';
    if (tag.startsWith('en')) return 'en';
  }
  return 'en';
}

export async function setLanguage(id: Language) {
  if (!i18n.hasResourceBundle(id, 'shell')) {
    const words = (await catalogues[id]()).default;
    for (const [room, text] of Object.entries(words)) i18n.addResourceBundle(id, room, text);
  }
  await i18n.changeLanguage(id);
  document.documentElement.lang = languages.find((l) => l.id === id)!.html;
  try {
    localStorage.setItem(key, id);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
}

const kept = () => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

export async function startWords() {
  await i18n.use(initReactI18next).init({
    resources: {}, fallbackLng: false, ns: ['shell'], defaultNS: 'shell', keySeparator: false, nsSeparator: false,
    interpolation: { prefix: '{', suffix: '}', escapeValue: false }, returnNull: false, react: { useSuspense: false },
  });
  await setLanguage(preferred(kept(), navigator.languages ?? [navigator.language]));
}
