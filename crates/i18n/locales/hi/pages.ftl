language-name = हिन्दी
page-language = भाषा

page-errors = एक समस्या है
page-support = मदद चाहिए?
page-again = फिर से शुरू करें
page-back = फ़ॉर्म पर वापस जाएँ

page-start-title = अपना पासवर्ड रीसेट करें
page-start-lead = { $place } पर अपने खाते का ईमेल पता लिखें। हम आपको एक कोड भेजेंगे।
page-email = ईमेल पता
page-email-hint = जैसे naam@example.com
page-email-missing = अपना ईमेल पता लिखें।
page-email-wrong = यह ईमेल पता नहीं है। इसे naam@example.com से मिलाकर देखें।
page-send = कोड भेजें

page-code-title = अपना मेलबॉक्स देखें
page-code-lead = अगर { $address } के लिए कोई खाता है, तो कोड वाला संदेश भेजा जा रहा है।
page-reference = संदेश में संदर्भ { $reference } लिखा है।
page-code = संदेश में दिया गया कोड
page-code-hint = यह { $lasts } तक काम करता है। ख़ाली जगह और डैश से फ़र्क़ नहीं पड़ता।
page-code-missing = संदेश में दिया गया कोड लिखें।
page-code-long = यह किसी भी कोड से लंबा है। केवल संदेश में दिया गया कोड लिखें।
page-code-wrong = यह सही कोड नहीं है। { $count ->
    [one] आप एक बार और कोशिश कर सकते हैं।
   *[other] आप { $count } बार और कोशिश कर सकते हैं।
}
page-code-spent = यह कोड अब इस्तेमाल नहीं किया जा सकता। एक और संदेश मँगाएँ, या पहले वाले संदेश का लिंक खोलें।
page-code-expired = कोड की समय-सीमा समाप्त हो गई है। एक और संदेश मँगाएँ।
page-continue = आगे बढ़ें
page-no-letter = संदेश नहीं मिला?
page-no-letter-help = स्पैम फ़ोल्डर में भी देखें। संदेश तभी आता है जब इस पते के लिए कोई खाता हो।
page-resend = एक और संदेश भेजें
page-resend-wait = एक और संदेश { $clock } में भेजा जा सकता है।
page-resent = अगर इस पते के लिए कोई खाता है, तो एक और संदेश भेजा जा रहा है।
page-other-address = कोई दूसरा पता इस्तेमाल करें

page-password-title = नया पासवर्ड चुनें
page-password-for = { $address } के लिए
page-password = नया पासवर्ड
page-password-hint = { $count ->
    [one] कम से कम एक अक्षर। कुछ असामान्य शब्द मज़बूत होते हैं और याद रखने में आसान।
   *[other] कम से कम { $count } अक्षर। कुछ असामान्य शब्द मज़बूत होते हैं और याद रखने में आसान।
}
page-password-show = पासवर्ड दिखाएँ
page-password-save = नया पासवर्ड सहेजें
page-password-missing = नया पासवर्ड लिखें।

page-refused-too-short = { $count ->
    [one] पासवर्ड बहुत छोटा है। इसमें कम से कम एक अक्षर चाहिए।
   *[other] पासवर्ड बहुत छोटा है। इसमें कम से कम { $count } अक्षर चाहिए।
}
page-refused-too-long = { $count ->
    [one] पासवर्ड बहुत लंबा है। इसमें एक अक्षर हो सकता है।
   *[other] पासवर्ड बहुत लंबा है। इसमें { $count } अक्षर हो सकते हैं।
}
page-refused-control-character = पासवर्ड में ऐसा चिह्न है जिसे टाइप नहीं किया जा सकता, जैसे नई पंक्ति या टैब।

page-strength-0 = अनुमान लगाना बहुत आसान।
page-strength-1 = अनुमान लगाना आसान।
page-strength-2 = और मज़बूत हो सकता है।
page-strength-3 = मज़बूत।
page-strength-4 = बहुत मज़बूत।
page-weak-about-you = इसमें आपके पते या इस सेवा के नाम का कोई हिस्सा है।
page-weak-common = यह सबसे ज़्यादा इस्तेमाल होने वाले पासवर्डों में से एक जैसा है।
page-weak-word = यह केवल एक शब्द है।
page-weak-name = यह एक नाम है।
page-weak-keys = यह कीबोर्ड की कुंजियों के क्रम में है।
page-weak-repeats = यह ख़ुद को दोहराता है।
page-weak-sequence = यह abc या 6543 जैसा क्रम है।
page-weak-date = यह कोई वर्ष या तारीख़ है।

page-done-title = आपका पासवर्ड सहेज लिया गया है
page-done = अब आप अपने नए पासवर्ड से साइन इन कर सकते हैं।
page-done-letter = हमने इसके बारे में आपको एक संदेश भी भेजा है।
page-return = { $place } पर वापस जाएँ

page-lost-title = यह पेज अब मान्य नहीं है
page-lost = इसे किसी दूसरे ब्राउज़र में या बहुत पहले खोला गया था, या आपका ब्राउज़र कुकी नहीं रखता। फिर से शुरू करें, या संदेश का लिंक खोलें।
page-link-over-title = यह लिंक अब काम नहीं करता
page-link-over = लिंक एक बार और सीमित समय के लिए काम करता है। फिर से शुरू करें, और हम आपको एक और संदेश भेजेंगे।
page-foreign-title = यह फ़ॉर्म कहीं और से आया है
page-foreign = इसे हमारे किसी पेज से नहीं भेजा गया, या आपका ब्राउज़र कुकी नहीं रखता। कुछ भी नहीं बदला गया। यहाँ से फिर शुरू करें।
page-many-title = बहुत ज़्यादा अनुरोध
page-many = आपके नेटवर्क से बहुत से अनुरोध आए हैं। कृपया { $lasts } रुकें, फिर कोशिश करें।
page-busy-title = अभी बहुत भीड़ है
page-busy = अभी बहुत से लोगों को सेवा दी जा रही है। कृपया { $lasts } रुकें, फिर कोशिश करें। कुछ भी नहीं बदला गया।
page-failed-title = यहाँ कुछ गड़बड़ हो गई
page-failed = इसमें आपकी ग़लती नहीं है, और कुछ भी नहीं बदला गया। कृपया बाद में फिर कोशिश करें।
page-nothing-title = यहाँ कुछ नहीं है
page-nothing = शायद पते का कोई हिस्सा छूट गया है।
page-large-title = यह बहुत ज़्यादा था
page-large = इस फ़ॉर्म में जितना आ सकता है उससे ज़्यादा भेजा गया। शायद ग़लती से कुछ और चिपका दिया गया।
page-unreadable-title = फ़ॉर्म पढ़ा नहीं जा सका
page-unreadable = यह पूरा नहीं पहुँचा। कुछ भी नहीं बदला गया। कृपया फिर कोशिश करें।
