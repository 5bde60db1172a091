language-name = Türkçe
page-language = Dil

page-errors = Bir sorun var
page-support = Yardıma mı ihtiyacınız var?
page-again = Baştan başla
page-back = Forma dön

page-start-title = Parolanızı sıfırlayın
page-start-lead = { $place } hesabınızın e-posta adresini yazın. Size bir kod göndereceğiz.
page-email = E-posta adresi
page-email-hint = Örneğin ad@example.com
page-email-missing = E-posta adresinizi yazın.
page-email-wrong = Bu bir e-posta adresi değil. Onu ad@example.com ile karşılaştırın.
page-send = Kodu gönder

page-code-title = Posta kutunuza bakın
page-code-lead = { $address } için bir hesap varsa, kodlu bir ileti yolda.
page-reference = İletide { $reference } referansı yazıyor.
page-code = İletideki kod
page-code-hint = { $lasts } boyunca geçerlidir. Boşluklar ve kısa çizgiler önemli değildir.
page-code-missing = İletideki kodu yazın.
page-code-long = Bu, her koddan uzun. Yalnızca iletideki kodu yazın.
page-code-wrong = Kod bu değil. { $count ->
    [one] Bir deneme hakkınız daha var.
   *[other] { $count } deneme hakkınız daha var.
}
page-code-spent = Bu kod artık kullanılamaz. Başka bir ileti isteyin ya da elinizdekindeki bağlantıyı açın.
page-code-expired = Kodun süresi doldu. Başka bir ileti isteyin.
page-continue = Devam
page-no-letter = İleti gelmedi mi?
page-no-letter-help = İstenmeyen postalara da bakın. İleti yalnızca bu adres için bir hesap varsa gelir.
page-resend = Başka bir ileti gönder
page-resend-wait = Başka bir ileti { $clock } sonra gönderilebilir.
page-resent = Bu adres için bir hesap varsa, başka bir ileti yolda.
page-other-address = Başka bir adres kullan

page-password-title = Yeni bir parola seçin
page-password-for = { $address } için
page-password = Yeni parola
page-password-hint = { $count ->
    [one] En az bir karakter. Alışılmadık birkaç sözcük güçlüdür ve kolay akılda kalır.
   *[other] En az { $count } karakter. Alışılmadık birkaç sözcük güçlüdür ve kolay akılda kalır.
}
page-password-show = Parolayı göster
page-password-save = Yeni parolayı kaydet
page-password-missing = Yeni bir parola yazın.
page-link-both = Parolanızdaki bir değişikliği sizin yapmadığınız bildirildi. Bu yüzden burada iletideki kod da gereklidir.
page-link-code-hint = Bağlantısını açtığınız iletide yazar. Boşluklar ve kısa çizgiler önemli değildir.

page-refused-too-short = { $count ->
    [one] Parola çok kısa. En az bir karakter gerekli.
   *[other] Parola çok kısa. En az { $count } karakter gerekli.
}
page-refused-too-long = { $count ->
    [one] Parola çok uzun. Bir karakter olabilir.
   *[other] Parola çok uzun. En çok { $count } karakter olabilir.
}
page-refused-control-character = Parolada satır sonu ya da sekme gibi yazılamayan bir karakter var.
page-refused-common = Bu parola ilk denenenlerden biri ya da bilinen parolalar listesinde. Başka bir parola seçin.
page-refused-about-you = Adresiniz ya da bu hizmetin adı olmadan paroladan geriye çok az şey kalıyor. Başka bir parola seçin.
page-refused-the-code = İletideki kod olmadan paroladan geriye çok az şey kalıyor. Başka bir parola seçin.
page-refused-breached = Bu parola bir veri sızıntısında ortaya çıktı. Başka bir parola seçin ve kullandığınız her yerde değiştirin.

page-strength-0 = Tahmin etmesi çok kolay.
page-strength-1 = Tahmin etmesi kolay.
page-strength-2 = Daha güçlü olabilir.
page-strength-3 = Güçlü.
page-strength-4 = Çok güçlü.
page-weak-about-you = İçinde adresinizin ya da bu hizmetin adının bir bölümü var.
page-weak-common = En çok kullanılan parolalardan birine benziyor.
page-weak-word = Tek bir sözcük.
page-weak-name = Bir isim.
page-weak-keys = Klavyedeki tuşları izliyor.
page-weak-repeats = Kendini yineliyor.
page-weak-sequence = abc ya da 6543 gibi bir dizi.
page-weak-date = Bir yıl ya da tarih.

page-done-title = Parolanız kaydedildi
page-done = Artık yeni parolanızla giriş yapabilirsiniz.
page-done-letter = Size bununla ilgili bir ileti de gönderdik.
page-return = { $place } sayfasına dön

page-not-me-title = Siz değil miydiniz?
page-not-me-lead = { $place } hesabınızın parolası değiştirildi. Siz değilseniz bu parolayı burada geçersiz kılın.
page-not-me-ends = Parola hemen geçersiz olur, önceki de geri gelmez. Yoldaki kodlar ve bağlantılar da sona erer.
page-not-me-then = Ardından yeni bir parola seçin. Yalnızca bu kez, yeni bir iletinin bağlantısı ve kodu birlikte gereklidir.
page-not-me-mailbox = Önce posta kutunuzu güvenceye alın: Parolasını değiştirin.
page-not-me-you = Siz idiyseniz bu sayfayı kapatın. Hiçbir şey değiştirilmedi.
page-not-me-do = Ben değildim: parolayı geçersiz kıl
page-not-me-done-title = Parola artık geçersiz
page-not-me-done = Artık kimse onunla giriş yapamaz.
page-not-me-next = Yeni parola seçin
page-not-me-expired = Değişiklikten sonra 72 saat çalışır. Parolanızı bilmiyorsanız baştan başlayın ve yenisini seçin.
page-not-me-used = Bağlantı kullanıldı ve parola artık geçersiz. Baştan başlayın ve yenisini seçin: İletinin bağlantısı ve kodu birlikte gereklidir.
page-not-me-changed = Parola o zamandan beri yeniden değiştirildi. O değişiklik için de kendi bağlantısı olan bir ileti var.
page-not-me-unknown = Belki adresin bir bölümü eksik. İletideki bağlantıyı bir kez daha açın.

page-lost-title = Bu sayfanın süresi doldu
page-lost = Başka bir tarayıcıda ya da çok uzun süre önce açıldı veya tarayıcınız çerez saklamıyor. Baştan başlayın ya da iletideki bağlantıyı açın.
page-link-over-title = Bu bağlantı artık çalışmıyor
page-link-over = Bir bağlantı bir kez ve sınırlı bir süre çalışır. Baştan başlayın, size başka bir ileti gönderelim.
page-foreign-title = Bu form başka bir yerden geldi
page-foreign = Sayfalarımızdan birinden gönderilmedi ya da tarayıcınız çerez saklamıyor. Hiçbir şey değiştirilmedi. Buradan baştan başlayın.
page-many-title = Çok fazla istek
page-many = Ağınızdan çok sayıda istek geldi. Lütfen { $lasts } bekleyin, sonra yeniden deneyin.
page-work = Ya da bir deneme daha için bu cihazın çalışmasına izin verin: birkaç saniye sürer.
page-work-button = Çalışsın
page-work-busy = Çalışıyor…
page-work-failed = Olmadı. Lütfen bekleyin.
page-busy-title = Çok yoğun
page-busy = Şu anda çok kişiye hizmet veriliyor. Lütfen { $lasts } bekleyin, sonra yeniden deneyin. Hiçbir şey değiştirilmedi.
page-failed-title = Burada bir şeyler ters gitti
page-failed = Sizin hatanız değil ve hiçbir şey değiştirilmedi. Lütfen daha sonra yeniden deneyin.
page-nothing-title = Burada bir şey yok
page-nothing = Belki adresin bir bölümü eksik.
page-large-title = Bu çok fazlaydı
page-large = Bu forma sığandan fazlası gönderildi. Belki yanlışlıkla başka bir şey yapıştırıldı.
page-unreadable-title = Form okunamadı
page-unreadable = Tam olarak ulaşmadı. Hiçbir şey değiştirilmedi. Lütfen yeniden deneyin.
