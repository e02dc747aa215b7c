import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { words, type Word } from './words';

export type Language = keyof Word;

const stored = 'language';

/** The language chosen here before, else the first of the browser's that the page has, else Chinese. */
export function startLanguage(): Language {
  const chosen = localStorage.getItem(stored);
  if (chosen === 'zh' || chosen === 'en') {
    return chosen;
  }

  const preferred = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'zh' || tag === 'en');
  return preferred === 'en' ? 'en' : 'zh';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(stored, language);
}

export const LanguageContext = createContext<Language>('zh');

export type Say = (word: keyof typeof words, values?: Readonly<Record<string, string | number>>) => string;

/** What says a word of the page in the language, and the word of a table of kinds. */
export function useText(): { language: Language; say: Say; of: (table: Readonly<Record<string, Word>>, kind: string) => string } {
  const language = useContext(LanguageContext);
  return {
    language,
    say: (word, values = {}) => words[word][language].replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all)),
    of: (table, kind) => table[kind]?.[language] ?? kind,
  };
}
