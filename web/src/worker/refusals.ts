/**
 * What the service worker says where a person may read it: at an address of its own that leads nowhere any more. It has no
 * page to say it in, and so it says it in the browser's language, or in English.
 */
const WORDS = {
  'download-over': {
    en: 'This download is over, or the tab that offered it is closed. Open the share and save again.',
    de: 'Dieser Download ist vorbei, oder der Tab, der ihn angeboten hat, ist geschlossen. Öffne die Freigabe und speichere noch einmal.',
    ar: 'انتهى هذا التنزيل، أو أُغلقت علامة التبويب التي عرضته. افتح المشاركة واحفظ مرة أخرى.',
  },
  'download-silent': {
    en: 'The tab that offered this download does not answer. Open the share and save again.',
    de: 'Der Tab, der diesen Download angeboten hat, antwortet nicht. Öffne die Freigabe und speichere noch einmal.',
    ar: 'علامة التبويب التي عرضت هذا التنزيل لا تستجيب. افتح المشاركة واحفظ مرة أخرى.',
  },
  'preview-inside': {
    en: 'This is shown inside of Flockdrop only.',
    de: 'Das wird nur innerhalb von Flockdrop gezeigt.',
    ar: 'لا يُعرض هذا إلا داخل Flockdrop.',
  },
  'preview-over': {
    en: 'Nobody shows this any more. Open the share and its preview again.',
    de: 'Das zeigt niemand mehr. Öffne die Freigabe und ihre Vorschau noch einmal.',
    ar: 'لم يعد أحد يعرض هذا. افتح المشاركة ومعاينتها من جديد.',
  },
} as const;

export function refusalWords(name: keyof typeof WORDS): string {
  const words: Readonly<Record<string, string>> = WORDS[name];
  for (const tag of navigator.languages) {
    const [language = ''] = tag.toLowerCase().split('-');
    if (Object.hasOwn(words, language)) return words[language] ?? WORDS[name].en;
  }
  return WORDS[name].en;
}
