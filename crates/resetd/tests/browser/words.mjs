// The titles of the main pages, as literals, and how their language is written.
export const LANGUAGES = {
  en: { dir: "ltr", start: "Reset your password", code: "Look into your mailbox", password: "Choose a new password", done: "Your password is set", notMe: "Was it not you?", takenBack: "The password has ended" },
  de: { dir: "ltr", start: "Passwort zurücksetzen", code: "Sehen Sie in Ihr Postfach", password: "Neues Passwort wählen", done: "Ihr Passwort ist festgelegt", notMe: "Waren Sie das nicht?", takenBack: "Das Passwort gilt nicht mehr" },
  ar: { dir: "rtl", start: "إعادة تعيين كلمة المرور", code: "تفقّد صندوق بريدك", password: "اختر كلمة مرور جديدة", done: "تم تعيين كلمة مرورك", notMe: "ألم تكن أنت؟", takenBack: "أُلغيت كلمة المرور" },
  ja: { dir: "ltr", start: "パスワードの再設定", code: "メールをご確認ください", password: "新しいパスワードを選んでください", done: "パスワードを設定しました", notMe: "お心当たりがありませんか", takenBack: "パスワードは無効になりました" },
};
