greeting = Merhaba,

reset-title = Parolanızı sıfırlayın
reset-asked = Biri, muhtemelen siz, { $place } hesabınızın parolasını sıfırlamak istedi.
reset-code = Kodunuz:
reset-code-second = Dilerseniz kodu da kullanabilirsiniz. Kodunuz:
reset-code-use = Kodu istediğiniz yere yazın ve yeni bir parola seçin.
reset-code-ends = Kod { $lasts } geçerlidir. Son geçerlilik zamanı: { $date }, { $time } (UTC).
reset-link = Yeni bir parola seçmek için bu sayfayı açın:
reset-link-second = Dilerseniz yeni bir parola seçmek için bu sayfayı da açabilirsiniz:
reset-link-button = Yeni parola seçin
reset-link-ends = Bağlantı { $lasts } geçerlidir. Son geçerlilik zamanı: { $date }, { $time } (UTC).
reset-keep-code = Bu kodu bilen herkes hesabınız için yeni bir parola belirleyebilir. Kodu kimseyle paylaşmayın.
reset-keep-both = Bu kodu ya da bağlantıyı bilen herkes hesabınız için yeni bir parola belirleyebilir. Bunları kimseyle paylaşmayın.
reset-keep-link = Bu bağlantıyı bilen herkes hesabınız için yeni bir parola belirleyebilir. Bağlantıyı kimseyle paylaşmayın.
reset-link-alone = Birisi kodları tahmin etmeye çalıştığı için hesabınızda kodlar bir süreliğine kapalı. Bağlantı her zamanki gibi çalışır.
reset-nobody-asks = Kimse sizden bunu istemez: ne e-postayla ne telefonla. Biz de istemeyiz.
reset-not-you = Bu isteği siz yapmadıysanız hiçbir şey yapmanıza gerek yok: Parolanız olduğu gibi kalır.
reset-first-title = Parolanızı belirleyin
reset-first-asked = Biri, muhtemelen siz, { $place } hesabınızın ilk parolasını belirlemek istedi.
reset-first-not-you = Bu isteği siz yapmadıysanız hiçbir şey yapmanıza gerek yok: Hesabınız olduğu gibi kalır.
reset-both = Parolanızdaki bir değişikliği sizin yapmadığınız bildirildi. Bu yüzden bu kez bağlantı ve kod birlikte gereklidir.
reset-both-link = Bu sayfayı açın:
reset-both-code = Ardından bu kodu orada yazın. Kodunuz:
reset-keep-together = İkisini de bilen herkes hesabınız için yeni bir parola belirleyebilir. Bunları kimseyle paylaşmayın.

asked-at = İstek zamanı: { $date }, { $time } (UTC).
asked-from = İstek zamanı: { $date }, { $time } (UTC). İsteğin geldiği ağ: { $network }.
reference = Referans: { $reference }

changed-title = Parolanız değiştirildi
changed-when = { $place } hesabınızın parolası değiştirildi. Değişiklik zamanı: { $date }, { $time } (UTC).
changed-by-you = Bunu siz yaptıysanız başka bir şey yapmanıza gerek yok.
changed-not-you = Bunu siz yapmadıysanız biri e-postalarınızı okuyor olabilir. Önce posta kutunuzu güvenceye alın: Parolasını değiştirin. Ardından hesabınızın parolasını yeniden sıfırlayın ve { $place } yöneticilerine haber verin.
changed-no-code = Bu iletide kod ya da bağlantı yoktur. Kimse sizden kod istemez: ne e-postayla ne telefonla.
changed-not-me = Bunu siz yapmadıysanız bu sayfada bildirin ve yeni parolayı geçersiz kılın:
changed-not-me-button = Ben değildim
changed-mailbox = Biri e-postalarınızı da okuyor olabilir. Posta kutunuzu güvenceye alın: Parolasını değiştirin.
changed-no-code-link = Bu iletide kod yoktur. Kimse sizden kod istemez: ne e-postayla ne telefonla.

disabled-title = Hesabınız devre dışı
disabled-told = Hesabınız devre dışı, bu yüzden parolası sıfırlanamaz.
disabled-ask = Bunun bir yanlışlık olduğunu düşünüyorsanız şuraya sorun: { $support }.
disabled-ask-place = Bunun bir yanlışlık olduğunu düşünüyorsanız { $place } yöneticilerine sorun.

elsewhere-title = Hesabınızın parolası yok
elsewhere-told-with = Hesabınızın sıfırlanabilecek bir parolası yok. Oturum açma yönteminiz: { $provider }.
elsewhere-told = Hesabınızın sıfırlanabilecek bir parolası yok: Başka bir yolla oturum açıyorsunuz.
elsewhere-do-with = { $place } sayfasına gidin ve oturum açmak için şunu seçin: { $provider }. Hiçbir şey değiştirilmedi.
elsewhere-do = { $place } sayfasına gidin ve daha önce yaptığınız gibi oturum açın, örneğin başka bir hizmetteki hesabınızla. Hiçbir şey değiştirilmedi.
elsewhere-ask = Bu şekilde giremiyorsanız şuraya sorun: { $support }.
elsewhere-ask-place = Bu şekilde giremiyorsanız { $place } yöneticilerine sorun.

shared-title = Adresiniz birden çok hesaba ait
shared-told = { $place } üzerinde birden çok hesap bu adresi kullanıyor ve hangisinin kastedildiği anlaşılamıyor. Bu yüzden kod gönderilmedi ve hiçbir şey değiştirilmedi.
shared-ask = Şuraya sorun: { $support }. Hangi hesabı kastettiğinizi söyleyin, örneğin kullanıcı adıyla. Parolanızı kimseye söylemeyin.
shared-ask-place = { $place } yöneticilerine sorun ve hangi hesabı kastettiğinizi söyleyin, örneğin kullanıcı adıyla. Parolanızı kimseye söylemeyin.

told-not-you = Bu isteği siz yapmadıysanız yapmanız gereken bir şey yok.

test-title = Deneme iletisi
test-body = Bu, { $place } hizmetinin bir deneme iletisidir. Hizmetin yöneticisi istedi; iletilerin bu posta kutusuna ulaştığını gösterir. İçinde kod yoktur ve bir şey yapmanıza gerek yoktur.

span-seconds = { $count ->
    [one] { $count } saniye
   *[other] { $count } saniye
}
span-minutes = { $count ->
    [one] { $count } dakika
   *[other] { $count } dakika
}
span-hours = { $count ->
    [one] { $count } saat
   *[other] { $count } saat
}
span-days = { $count ->
    [one] { $count } gün
   *[other] { $count } gün
}
