/** A language of the dashboard, as a BCP 47 tag. */
export type Language = 'en' | 'zh-CN'

/** The languages, each by its own name. */
export const languages: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' }

/** The shape that a translation must have: the same keys, and functions of the same parameters. */
export type Translated<Texts> = {
  readonly [Key in keyof Texts]: Texts[Key] extends string
    ? string
    : Texts[Key] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Translated<Texts[Key]>
}

/** Texts in every language. */
export type TextsByLanguage<Texts> = Readonly<Record<Language, Translated<Texts>>>

/** Defines the texts of a part of the page. A text that is missing in a language does not compile. */
export const defineTexts = <Texts extends object>(en: Texts, zh: Translated<Texts>): TextsByLanguage<Texts> => ({
  en: en as Translated<Texts>,
  'zh-CN': zh,
})
