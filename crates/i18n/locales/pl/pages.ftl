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
page-link-both = Zmiana hasła została zgłoszona jako cudza. Dlatego potrzebny jest tu także kod z wiadomości.
page-link-code-hint = Jest w wiadomości, z której pochodzi otwarty link. Odstępy i myślniki nie mają znaczenia.

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
page-refused-common = To hasło jest sprawdzane jako jedno z pierwszych albo jest na liście znanych haseł. Proszę wybrać inne.
page-refused-about-you = Bez adresu lub nazwy tej usługi niewiele z tego hasła zostaje. Proszę wybrać inne.
page-refused-the-code = Bez kodu z wiadomości niewiele z tego hasła zostaje. Proszę wybrać inne.
page-refused-breached = To hasło zostało ujawnione w wycieku danych. Proszę wybrać inne i zmienić je wszędzie, gdzie jest używane.

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

page-not-me-title = To nie Ty?
page-not-me-lead = Hasło do Twojego konta w serwisie { $place } zostało zmienione. Jeśli to nie Ty, unieważnij je tutaj.
page-not-me-ends = Od razu przestanie działać, a poprzednie nie wróci. Wygasną też wysłane kody i linki.
page-not-me-then = Potem wybierz nowe hasło. Ten jeden raz potrzebne będą razem link i kod z nowej wiadomości.
page-not-me-mailbox = Najpierw zabezpiecz skrzynkę: zmień do niej hasło.
page-not-me-you = Jeśli to Ty, zamknij tę stronę. Nic nie zostało zmienione.
page-not-me-do = To nie ja: unieważnij hasło
page-not-me-done-title = Hasło zostało unieważnione
page-not-me-done = Nikt już się nim nie zaloguje.
page-not-me-next = Wybierz nowe hasło
page-not-me-expired = Działa przez 72 godziny po zmianie. Jeśli nie znasz hasła, zacznij od nowa i wybierz nowe.
page-not-me-used = Został użyty, a hasło unieważnione. Zacznij od nowa i wybierz nowe: potrzebne są razem link i kod z wiadomości.
page-not-me-changed = Od tego czasu hasło znów zmieniono. O tej zmianie też jest wiadomość, z własnym linkiem.
page-not-me-unknown = Być może brakuje części adresu. Otwórz jeszcze raz link z wiadomości.

page-lost-title = Ta strona już nie działa
page-lost = Otwarto ją w innej przeglądarce lub zbyt dawno temu albo Twoja przeglądarka nie zachowuje plików cookie. Zacznij od nowa albo otwórz link w wiadomości.
page-link-over-title = Ten link już nie działa
page-link-over = Link działa raz i przez ograniczony czas. Zacznij od nowa, a wyślemy Ci kolejną wiadomość.
page-foreign-title = Ten formularz przyszedł skądinąd
page-foreign = Nie wysłano go z naszej strony albo Twoja przeglądarka nie zachowuje plików cookie. Nic nie zostało zmienione. Zacznij tutaj od nowa.
page-many-title = Zbyt wiele prób
page-many = Z Twojej sieci przyszło wiele zapytań. Poczekaj { $lasts } i spróbuj ponownie.
page-work = Albo pozwól temu urządzeniu zapracować na jeszcze jedną próbę: potrwa to kilka sekund.
page-work-button = Pozwól pracować
page-work-busy = Praca trwa…
page-work-failed = Nie udało się. Poczekaj, proszę.
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
