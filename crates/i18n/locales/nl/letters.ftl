greeting = Goedendag,

reset-title = Stel uw wachtwoord opnieuw in
reset-asked = Iemand, waarschijnlijk u zelf, heeft gevraagd om het wachtwoord van uw account bij { $place } opnieuw in te stellen.
reset-code = Uw code is
reset-code-second = Of gebruik de code. Uw code is
reset-code-use = Vul de code in waar u erom hebt gevraagd en kies een nieuw wachtwoord.
reset-code-ends = De code is { $lasts } geldig, tot { $date } om { $time } uur (UTC).
reset-link = Open deze pagina om een nieuw wachtwoord te kiezen:
reset-link-second = Of open deze pagina om een nieuw wachtwoord te kiezen:
reset-link-button = Kies een nieuw wachtwoord
reset-link-ends = De link is { $lasts } geldig, tot { $date } om { $time } uur (UTC).
reset-keep-code = Wie de code heeft, kan een nieuw wachtwoord voor uw account instellen. Geef de code aan niemand door.
reset-keep-both = Wie de code of de link heeft, kan een nieuw wachtwoord voor uw account instellen. Geef ze aan niemand door.
reset-keep-link = Wie de link heeft, kan een nieuw wachtwoord voor uw account instellen. Geef de link aan niemand door.
reset-link-alone = Codes zijn voor uw account een tijdlang uitgeschakeld, omdat iemand ze heeft proberen te raden. De link werkt zoals altijd.
reset-nobody-asks = Niemand zal u erom vragen: niet per e-mail, niet per telefoon, en wij ook niet.
reset-not-you = Hebt u hier niet om gevraagd? Dan hoeft u niets te doen: uw wachtwoord blijft zoals het is.
reset-first-title = Stel uw wachtwoord in
reset-first-asked = Iemand, waarschijnlijk u zelf, heeft gevraagd om het eerste wachtwoord van uw account bij { $place } in te stellen.
reset-first-not-you = Hebt u hier niet om gevraagd? Dan hoeft u niets te doen: uw account blijft zoals het is.
reset-both = Een wijziging van uw wachtwoord is gemeld als niet van u. Daarom zijn de link en de code deze keer samen nodig.
reset-both-link = Open deze pagina:
reset-both-code = Typ daar vervolgens deze code. Uw code is
reset-keep-together = Wie ze allebei heeft, kan een nieuw wachtwoord voor uw account instellen. Geef ze aan niemand door.

asked-at = Aangevraagd op { $date } om { $time } uur (UTC).
asked-from = Aangevraagd op { $date } om { $time } uur (UTC) vanuit het netwerk { $network }.
reference = Kenmerk: { $reference }

changed-title = Uw wachtwoord is gewijzigd
changed-when = Het wachtwoord van uw account bij { $place } is gewijzigd op { $date } om { $time } uur (UTC).
changed-by-you = Hebt u dit zelf gedaan? Dan hoeft u niets te doen.
changed-not-you = Was u dit niet? Dan leest er misschien iemand mee met uw e-mail. Beveilig eerst uw mailbox: wijzig het wachtwoord daarvan. Stel daarna het wachtwoord van uw account opnieuw in en waarschuw de beheerders van { $place }.
changed-no-code = Dit bericht bevat geen code en geen link. Niemand zal u om een code vragen: niet per e-mail en niet per telefoon.
changed-not-me = Was u dit niet? Meld het op deze pagina en beëindig het nieuwe wachtwoord:
changed-not-me-button = Dit was ik niet
changed-mailbox = Misschien leest er ook iemand mee met uw e-mail. Beveilig uw mailbox: wijzig het wachtwoord daarvan.
changed-no-code-link = Dit bericht bevat geen code. Niemand zal u om een code vragen: niet per e-mail en niet per telefoon.

disabled-title = Uw account is uitgeschakeld
disabled-told = Uw account is uitgeschakeld; daarom kan het wachtwoord niet opnieuw worden ingesteld.
disabled-ask = Denkt u dat dit een vergissing is? Vraag het dan aan { $support }.
disabled-ask-place = Denkt u dat dit een vergissing is? Vraag het dan aan de beheerders van { $place }.

elsewhere-title = Uw account heeft geen wachtwoord
elsewhere-told-with = Uw account heeft geen wachtwoord dat opnieuw kan worden ingesteld: u logt in met { $provider }.
elsewhere-told = Uw account heeft geen wachtwoord dat opnieuw kan worden ingesteld: u logt op een andere manier in.
elsewhere-do-with = Ga naar { $place } en kies { $provider } om in te loggen. Er is niets gewijzigd.
elsewhere-do = Ga naar { $place } en log in zoals u dat eerder deed, bijvoorbeeld met uw account bij een andere dienst. Er is niets gewijzigd.
elsewhere-ask = Lukt het zo niet? Vraag het dan aan { $support }.
elsewhere-ask-place = Lukt het zo niet? Vraag het dan aan de beheerders van { $place }.

shared-title = Meerdere accounts hebben uw adres
shared-told = Meerdere accounts bij { $place } hebben dit adres en het is niet duidelijk welke is bedoeld. Daarom is er geen code verstuurd en niets gewijzigd.
shared-ask = Vraag het aan { $support } en zeg welk account u bedoelt, bijvoorbeeld met de gebruikersnaam. Geef nooit iemand een wachtwoord.
shared-ask-place = Vraag het aan de beheerders van { $place } en zeg welk account u bedoelt, bijvoorbeeld met de gebruikersnaam. Geef nooit iemand een wachtwoord.

told-not-you = Hebt u hier niet om gevraagd? Dan hoeft u niets te doen.

test-title = Testbericht
test-body = Dit is een testbericht van de dienst { $place }. De beheerder heeft erom gevraagd; het laat zien dat berichten in deze mailbox aankomen. Het bevat geen code en u hoeft niets te doen.

span-seconds = { $count ->
    [one] { $count } seconde
   *[other] { $count } seconden
}
span-minutes = { $count ->
    [one] { $count } minuut
   *[other] { $count } minuten
}
span-hours = { $count ->
    [one] { $count } uur
   *[other] { $count } uur
}
span-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dagen
}
