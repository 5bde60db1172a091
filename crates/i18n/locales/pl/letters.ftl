greeting = Dzień dobry,

reset-title = Ustaw nowe hasło
reset-asked = Ktoś (prawdopodobnie Państwo) poprosił o zresetowanie hasła do konta w serwisie { $place }.
reset-code = Kod:
reset-code-second = Można też użyć kodu. Kod:
reset-code-use = Prosimy wpisać go tam, gdzie został zamówiony, i wybrać nowe hasło.
reset-code-ends = Kod jest ważny przez { $lasts }, do { $date }, godz. { $time } (UTC).
reset-link = Aby wybrać nowe hasło, prosimy otworzyć tę stronę:
reset-link-second = Można też otworzyć tę stronę i wybrać nowe hasło:
reset-link-button = Wybierz nowe hasło
reset-link-ends = Link jest ważny przez { $lasts }, do { $date }, godz. { $time } (UTC).
reset-keep-code = Każdy, kto ma ten kod, może ustawić nowe hasło do Państwa konta. Prosimy nikomu go nie przekazywać.
reset-keep-both = Każdy, kto ma ten kod lub link, może ustawić nowe hasło do Państwa konta. Prosimy nikomu ich nie przekazywać.
reset-keep-link = Każdy, kto ma ten link, może ustawić nowe hasło do Państwa konta. Prosimy nikomu go nie przekazywać.
reset-link-alone = Kody są przez pewien czas wyłączone dla Państwa konta, ponieważ ktoś próbował je odgadnąć. Link działa jak zawsze.
reset-nobody-asks = Nikt nie będzie o to prosić: ani e-mailem, ani przez telefon. My też nie.
reset-not-you = Jeśli to nie Państwa prośba, nie trzeba nic robić: hasło pozostanie bez zmian.
reset-first-title = Ustaw hasło
reset-first-asked = Ktoś (prawdopodobnie Państwo) poprosił o ustawienie pierwszego hasła do konta w serwisie { $place }.
reset-first-not-you = Jeśli to nie Państwa prośba, nie trzeba nic robić: konto pozostanie bez zmian.
reset-both = Zmiana hasła została zgłoszona jako cudza. Dlatego tym razem potrzebne są razem link i kod.
reset-both-link = Prosimy otworzyć tę stronę:
reset-both-code = Następnie prosimy wpisać tam ten kod. Państwa kod to
reset-keep-together = Każdy, kto ma jedno i drugie, może ustawić nowe hasło do Państwa konta. Prosimy nikomu ich nie przekazywać.

asked-at = Prośbę otrzymaliśmy { $date }, godz. { $time } (UTC).
asked-from = Prośbę otrzymaliśmy { $date }, godz. { $time } (UTC), z sieci { $network }.
reference = Numer sprawy: { $reference }

changed-title = Hasło zostało zmienione
changed-when = Hasło do Państwa konta w serwisie { $place } zostało zmienione { $date }, godz. { $time } (UTC).
changed-by-you = Jeśli to Państwa zmiana, nie trzeba nic robić.
changed-not-you = Jeśli to nie Państwa zmiana, ktoś może czytać Państwa pocztę. Najpierw prosimy zabezpieczyć skrzynkę: zmienić do niej hasło. Potem prosimy ponownie zresetować hasło do konta i powiadomić administratora serwisu { $place }.
changed-no-code = Ta wiadomość nie zawiera kodu ani linku. Nikt nie będzie prosić o kod: ani e-mailem, ani przez telefon.
changed-not-me = Jeśli to nie Państwa zmiana, prosimy zgłosić to na tej stronie i unieważnić nowe hasło:
changed-not-me-button = To nie ja
changed-mailbox = Ktoś może też czytać Państwa pocztę. Prosimy zabezpieczyć skrzynkę: zmienić do niej hasło.
changed-no-code-link = Ta wiadomość nie zawiera kodu. Nikt nie będzie prosić o kod: ani e-mailem, ani przez telefon.

disabled-title = Konto jest wyłączone
disabled-told = Państwa konto jest wyłączone, dlatego nie można zresetować hasła.
disabled-ask = Jeśli to pomyłka, prosimy skontaktować się z: { $support }.
disabled-ask-place = Jeśli to pomyłka, prosimy skontaktować się z administratorem serwisu { $place }.

elsewhere-title = Konto nie ma hasła
elsewhere-told-with = Państwa konto nie ma hasła, które można by zresetować: logowanie odbywa się przez { $provider }.
elsewhere-told = Państwa konto nie ma hasła, które można by zresetować: logowanie odbywa się w inny sposób.
elsewhere-do-with = Prosimy przejść do serwisu { $place } i przy logowaniu wybrać { $provider }. Nic nie zostało zmienione.
elsewhere-do = Prosimy przejść do serwisu { $place } i zalogować się tak jak dotychczas, na przykład kontem w innej usłudze. Nic nie zostało zmienione.
elsewhere-ask = Jeśli to się nie uda, prosimy skontaktować się z: { $support }.
elsewhere-ask-place = Jeśli to się nie uda, prosimy skontaktować się z administratorem serwisu { $place }.

shared-title = Kilka kont ma ten sam adres
shared-told = Kilka kont w serwisie { $place } ma ten adres i nie da się ustalić, o które chodzi. Dlatego nie wysłano kodu i nic nie zostało zmienione.
shared-ask = Prosimy skontaktować się z: { $support } i podać, o które konto chodzi, na przykład jego nazwę użytkownika. Prosimy nikomu nie podawać hasła.
shared-ask-place = Prosimy skontaktować się z administratorem serwisu { $place } i podać, o które konto chodzi, na przykład jego nazwę użytkownika. Prosimy nikomu nie podawać hasła.

told-not-you = Jeśli to nie Państwa prośba, nie trzeba nic robić.

test-title = Wiadomość testowa
test-body = To jest wiadomość testowa serwisu { $place }. Zamówił ją administrator serwisu; pokazuje ona, że poczta dociera do tej skrzynki. Nie zawiera kodu i nie trzeba nic robić.

span-seconds = { $count ->
    [one] { $count } sekundę
    [few] { $count } sekundy
    [many] { $count } sekund
   *[other] { $count } sekundy
}
span-minutes = { $count ->
    [one] { $count } minutę
    [few] { $count } minuty
    [many] { $count } minut
   *[other] { $count } minuty
}
span-hours = { $count ->
    [one] { $count } godzinę
    [few] { $count } godziny
    [many] { $count } godzin
   *[other] { $count } godziny
}
span-days = { $count ->
    [one] { $count } dzień
    [few] { $count } dni
    [many] { $count } dni
   *[other] { $count } dnia
}
