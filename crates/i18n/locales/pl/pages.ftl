language-name = Polski
page-language = Język

page-errors = Wystąpił problem
page-support = Potrzebna pomoc?
page-again = Zacznij od nowa
page-back = Wróć do formularza

page-start-title = Resetowanie hasła
page-start-lead = Wpisz adres e-mail swojego konta w { $place }. Wyślemy Ci kod.
page-email = Adres e-mail
page-email-hint = Na przykład nazwa@example.com
page-email-missing = Wpisz swój adres e-mail.
page-email-wrong = To nie jest adres e-mail. Porównaj go z nazwa@example.com.
page-send = Wyślij kod

page-code-title = Zajrzyj do swojej skrzynki
page-code-lead = Jeśli istnieje konto dla { $address }, wiadomość z kodem jest w drodze.
page-reference = Wiadomość zawiera oznaczenie { $reference }.
page-code = Kod z wiadomości
page-code-hint = Działa przez { $lasts }. Odstępy i myślniki nie mają znaczenia.
page-code-missing = Wpisz kod z wiadomości.
page-code-long = To jest dłuższe niż jakikolwiek kod. Wpisz tylko kod z wiadomości.
page-code-wrong = To nie jest ten kod. { $count ->
    [one] Masz jeszcze jedną próbę.
    [few] Masz jeszcze { $count } próby.
    [many] Masz jeszcze { $count } prób.
   *[other] Masz jeszcze { $count } próby.
}
page-code-spent = Tego kodu nie można już użyć. Poproś o kolejną wiadomość albo otwórz link w tej, którą masz.
page-code-expired = Kod wygasł. Poproś o kolejną wiadomość.
page-continue = Dalej
page-no-letter = Brak wiadomości?
page-no-letter-help = Zajrzyj też do spamu. Wiadomość przychodzi tylko wtedy, gdy istnieje konto dla tego adresu.
page-resend = Wyślij kolejną wiadomość
page-resend-wait = Kolejną wiadomość można wysłać za { $clock }.
page-resent = Jeśli istnieje konto dla tego adresu, kolejna wiadomość jest w drodze.
page-other-address = Użyj innego adresu

page-password-title = Wybierz nowe hasło
page-password-for = Dla { $address }
page-password = Nowe hasło
page-password-hint = { $count ->
    [one] Co najmniej jeden znak. Kilka niezwykłych słów tworzy hasło silne i łatwe do zapamiętania.
    [few] Co najmniej { $count } znaki. Kilka niezwykłych słów tworzy hasło silne i łatwe do zapamiętania.
    [many] Co najmniej { $count } znaków. Kilka niezwykłych słów tworzy hasło silne i łatwe do zapamiętania.
   *[other] Co najmniej { $count } znaku. Kilka niezwykłych słów tworzy hasło silne i łatwe do zapamiętania.
}
page-password-show = Pokaż hasło
page-password-save = Ustaw nowe hasło
page-password-missing = Wpisz nowe hasło.

page-refused-too-short = { $count ->
    [one] Hasło jest za krótkie. Musi mieć co najmniej jeden znak.
    [few] Hasło jest za krótkie. Musi mieć co najmniej { $count } znaki.
    [many] Hasło jest za krótkie. Musi mieć co najmniej { $count } znaków.
   *[other] Hasło jest za krótkie. Musi mieć co najmniej { $count } znaku.
}
page-refused-too-long = { $count ->
    [one] Hasło jest za długie. Może mieć jeden znak.
    [few] Hasło jest za długie. Może mieć { $count } znaki.
    [many] Hasło jest za długie. Może mieć { $count } znaków.
   *[other] Hasło jest za długie. Może mieć { $count } znaku.
}
page-refused-control-character = Hasło zawiera znak, którego nie można wpisać, na przykład znak nowego wiersza lub tabulator.

page-strength-0 = Bardzo łatwe do odgadnięcia.
page-strength-1 = Łatwe do odgadnięcia.
page-strength-2 = Mogłoby być silniejsze.
page-strength-3 = Silne.
page-strength-4 = Bardzo silne.
page-weak-about-you = Zawiera część Twojego adresu albo nazwy tej usługi.
page-weak-common = Przypomina jedno z najczęściej używanych haseł.
page-weak-word = To jedno słowo.
page-weak-name = To imię albo nazwisko.
page-weak-keys = Biegnie po klawiszach klawiatury.
page-weak-repeats = Powtarza się.
page-weak-sequence = To ciąg znaków, jak abc albo 6543.
page-weak-date = To rok albo data.

page-done-title = Hasło zostało ustawione
page-done = Możesz się teraz zalogować nowym hasłem.
page-done-letter = Wysłaliśmy Ci też wiadomość na ten temat.
page-return = Wróć do { $place }

page-lost-title = Ta strona już nie działa
page-lost = Otwarto ją w innej przeglądarce lub zbyt dawno temu albo Twoja przeglądarka nie zachowuje plików cookie. Zacznij od nowa albo otwórz link w wiadomości.
page-link-over-title = Ten link już nie działa
page-link-over = Link działa raz i przez ograniczony czas. Zacznij od nowa, a wyślemy Ci kolejną wiadomość.
page-foreign-title = Ten formularz przyszedł skądinąd
page-foreign = Nie wysłano go z naszej strony albo Twoja przeglądarka nie zachowuje plików cookie. Nic nie zostało zmienione. Zacznij tutaj od nowa.
page-many-title = Zbyt wiele prób
page-many = Z Twojej sieci przyszło wiele zapytań. Poczekaj { $lasts } i spróbuj ponownie.
page-busy-title = Duży ruch
page-busy = Obsługujemy teraz wiele osób. Poczekaj { $lasts } i spróbuj ponownie. Nic nie zostało zmienione.
page-failed-title = Coś się tu nie udało
page-failed = To nie Twoja wina i nic nie zostało zmienione. Spróbuj ponownie później.
page-nothing-title = Tu nic nie ma
page-nothing = Być może brakuje części adresu.
page-large-title = To było za dużo
page-large = Wysłano więcej, niż mieści ten formularz. Być może przez pomyłkę wklejono coś innego.
page-unreadable-title = Nie udało się odczytać formularza
page-unreadable = Nie dotarł w całości. Nic nie zostało zmienione. Spróbuj ponownie.
