language-name = Italiano
page-language = Lingua

page-errors = C’è un problema
page-support = Serve aiuto?
page-again = Ricomincia
page-back = Torna al modulo

page-start-title = Reimposta la password
page-start-lead = Scriva l’indirizzo e-mail del suo account presso { $place }. Le invieremo un codice.
page-email = Indirizzo e-mail
page-email-hint = Per esempio nome@example.com
page-email-missing = Scriva il suo indirizzo e-mail.
page-email-wrong = Questo non è un indirizzo e-mail. Lo confronti con nome@example.com.
page-send = Invia il codice

page-code-title = Guardi nella sua casella
page-code-lead = Se esiste un account per { $address }, un messaggio con un codice è in arrivo.
page-reference = Il messaggio riporta il riferimento { $reference }.
page-code = Codice del messaggio
page-code-hint = Vale per { $lasts }. Spazi e trattini non contano.
page-code-missing = Scriva il codice del messaggio.
page-code-long = È più lungo di qualsiasi codice. Scriva solo il codice del messaggio.
page-code-wrong = Questo non è il codice. { $count ->
    [one] Le resta un tentativo.
   *[other] Le restano { $count } tentativi.
}
page-code-spent = Questo codice non si può più usare. Chieda un altro messaggio, oppure apra il link di quello che ha.
page-code-expired = Il codice è scaduto. Chieda un altro messaggio.
page-continue = Continua
page-no-letter = Nessun messaggio?
page-no-letter-help = Guardi anche nella posta indesiderata. Un messaggio arriva solo se esiste un account per questo indirizzo.
page-resend = Invia un altro messaggio
page-resend-wait = Un altro messaggio si potrà inviare tra { $clock }.
page-resent = Se esiste un account per questo indirizzo, un altro messaggio è in arrivo.
page-other-address = Usa un altro indirizzo

page-password-title = Scelga una nuova password
page-password-for = Per { $address }
page-password = Nuova password
page-password-hint = { $count ->
    [one] Almeno un carattere. Alcune parole insolite sono sicure e facili da ricordare.
   *[other] Almeno { $count } caratteri. Alcune parole insolite sono sicure e facili da ricordare.
}
page-password-show = Mostra la password
page-password-save = Imposta la nuova password
page-password-missing = Scriva una nuova password.
page-link-both = Una modifica della Sua password è stata segnalata come non Sua. Per questo qui serve anche il codice del messaggio.
page-link-code-hint = Si trova nel messaggio di cui ha aperto il link. Spazi e trattini non contano.

page-refused-too-short = { $count ->
    [one] La password è troppo corta. Serve almeno un carattere.
   *[other] La password è troppo corta. Servono almeno { $count } caratteri.
}
page-refused-too-long = { $count ->
    [one] La password è troppo lunga. Può avere un carattere.
   *[other] La password è troppo lunga. Può avere { $count } caratteri.
}
page-refused-control-character = La password contiene un carattere che non si può digitare, come un a capo o una tabulazione.
page-refused-common = Questa password è tra le prime che vengono provate o è in un elenco di password note. Scelga un’altra password.
page-refused-about-you = Senza il Suo indirizzo o il nome di questo servizio resta poco della password. Scelga un’altra password.
page-refused-the-code = Senza il codice del messaggio resta poco della password. Scelga un’altra password.
page-refused-breached = Questa password è diventata nota in una violazione di dati. Scelga un’altra password e la cambi ovunque la usi.

page-strength-0 = Molto facile da indovinare.
page-strength-1 = Facile da indovinare.
page-strength-2 = Potrebbe essere più forte.
page-strength-3 = Forte.
page-strength-4 = Molto forte.
page-weak-about-you = Contiene una parte del suo indirizzo o del nome di questo servizio.
page-weak-common = Somiglia a una delle password più usate.
page-weak-word = È una sola parola.
page-weak-name = È un nome.
page-weak-keys = Segue i tasti della tastiera.
page-weak-repeats = Si ripete.
page-weak-sequence = È una sequenza, come abc o 6543.
page-weak-date = È un anno o una data.

page-done-title = La sua password è impostata
page-done = Ora può accedere con la nuova password.
page-done-letter = Le abbiamo anche inviato un messaggio al riguardo.
page-return = Torna a { $place }

page-not-me-title = Non è stato Lei?
page-not-me-lead = La password del Suo account su { $place } è stata cambiata. Se non è stato Lei, la annulli qui.
page-not-me-ends = Smette subito di funzionare e quella precedente non torna. Terminano anche i codici e i link in corso.
page-not-me-then = Poi scelga una nuova password. Per questa volta servono insieme il link e il codice di un nuovo messaggio.
page-not-me-mailbox = Per prima cosa metta al sicuro la casella: ne cambi la password.
page-not-me-you = Se è stato Lei, chiuda questa pagina. Non è stato cambiato nulla.
page-not-me-do = Non sono stato io: annulla la password
page-not-me-done-title = La password non vale più
page-not-me-done = Nessuno può più accedere con quella password.
page-not-me-next = Scelga una nuova password
page-not-me-expired = Funziona per 72 ore dopo la modifica. Se non conosce la Sua password, ricominci e ne scelga una nuova.
page-not-me-used = È già stato usato, e la password non vale più. Ricominci e ne scelga una nuova: servono insieme il link e il codice del messaggio.
page-not-me-changed = Da allora la password è stata cambiata di nuovo. C’è un messaggio anche su quella modifica, con un link proprio.
page-not-me-unknown = Forse manca una parte dell’indirizzo. Apra ancora una volta il link del messaggio.

page-lost-title = Questa pagina non vale più
page-lost = È stata aperta in un altro browser o troppo tempo fa, oppure il suo browser non conserva i cookie. Ricominci, oppure apra il link del messaggio.
page-link-over-title = Questo link non funziona più
page-link-over = Un link funziona una volta e per un tempo limitato. Ricominci e le invieremo un altro messaggio.
page-foreign-title = Questo modulo viene da altrove
page-foreign = Non è stato inviato da una delle nostre pagine, oppure il suo browser non conserva i cookie. Nulla è stato cambiato. Ricominci qui.
page-many-title = Troppe richieste
page-many = Molte richieste sono arrivate dalla sua rete. Attenda { $lasts }, poi riprovi.
page-work = Oppure lasci che questo dispositivo lavori per un altro tentativo: bastano alcuni secondi.
page-work-button = Lascia lavorare
page-work-busy = Al lavoro…
page-work-failed = Non ha funzionato. Attenda, per favore.
page-busy-title = Molto traffico
page-busy = Stiamo servendo molte persone. Attenda { $lasts }, poi riprovi. Nulla è stato cambiato.
page-failed-title = Qui qualcosa è andato storto
page-failed = Non è colpa sua, e nulla è stato cambiato. Riprovi più tardi.
page-nothing-title = Qui non c’è nulla
page-nothing = Forse manca una parte dell’indirizzo.
page-large-title = Era troppo
page-large = È stato inviato più di quanto entri in questo modulo. Forse è stato incollato altro per errore.
page-unreadable-title = Il modulo non era leggibile
page-unreadable = Non è arrivato per intero. Nulla è stato cambiato. Riprovi.
