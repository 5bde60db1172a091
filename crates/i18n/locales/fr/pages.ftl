language-name = Français
page-language = Langue

page-errors = Il y a un problème
page-support = Besoin d’aide ?
page-again = Recommencer
page-back = Retour au formulaire

page-start-title = Réinitialiser votre mot de passe
page-start-lead = Saisissez l’adresse e-mail de votre compte chez { $place }. Nous vous enverrons un code.
page-email = Adresse e-mail
page-email-hint = Par exemple nom@example.com
page-email-missing = Saisissez votre adresse e-mail.
page-email-wrong = Ce n’est pas une adresse e-mail. Comparez-la avec nom@example.com.
page-send = Envoyer le code

page-code-title = Consultez votre messagerie
page-code-lead = Si un compte existe pour { $address }, un message contenant un code est en route.
page-reference = Le message porte la référence { $reference }.
page-code = Code reçu par message
page-code-hint = Il est valable { $lasts }. Les espaces et les tirets ne comptent pas.
page-code-missing = Saisissez le code du message.
page-code-long = C’est plus long qu’un code. Saisissez uniquement le code du message.
page-code-wrong = Ce n’est pas le bon code. { $count ->
    [one] Il vous reste un essai.
   *[other] Il vous reste { $count } essais.
}
page-code-spent = Ce code ne peut plus être utilisé. Demandez un autre message, ou ouvrez le lien de celui que vous avez.
page-code-expired = Le code a expiré. Demandez un autre message.
page-continue = Continuer
page-no-letter = Pas de message ?
page-no-letter-help = Regardez aussi dans les indésirables. Un message n’est envoyé que si un compte existe pour cette adresse.
page-resend = Envoyer un autre message
page-resend-wait = Un autre message pourra être envoyé dans { $clock }.
page-resent = Si un compte existe pour cette adresse, un autre message est en route.
page-other-address = Utiliser une autre adresse

page-password-title = Choisissez un nouveau mot de passe
page-password-for = Pour { $address }
page-password = Nouveau mot de passe
page-password-hint = { $count ->
    [one] Au moins un caractère. Quelques mots inhabituels sont sûrs et faciles à retenir.
   *[other] Au moins { $count } caractères. Quelques mots inhabituels sont sûrs et faciles à retenir.
}
page-password-show = Afficher le mot de passe
page-password-save = Enregistrer le nouveau mot de passe
page-password-missing = Saisissez un nouveau mot de passe.
page-link-both = Un changement de votre mot de passe a été signalé comme n’étant pas le vôtre. Le code du message est donc nécessaire ici aussi.
page-link-code-hint = Il figure dans le message dont vous avez ouvert le lien. Les espaces et les tirets ne comptent pas.

page-refused-too-short = { $count ->
    [one] Le mot de passe est trop court. Il lui faut au moins un caractère.
   *[other] Le mot de passe est trop court. Il lui faut au moins { $count } caractères.
}
page-refused-too-long = { $count ->
    [one] Le mot de passe est trop long. Il peut avoir un caractère.
   *[other] Le mot de passe est trop long. Il peut avoir { $count } caractères.
}
page-refused-control-character = Le mot de passe contient un caractère impossible à taper, comme un saut de ligne ou une tabulation.
page-refused-common = Ce mot de passe est essayé en premier, ou figure sur une liste de mots de passe connus. Choisissez-en un autre.
page-refused-about-you = Sans votre adresse ou le nom de ce service, il reste peu de chose du mot de passe. Choisissez-en un autre.
page-refused-the-code = Sans le code du message, il reste peu de chose du mot de passe. Choisissez-en un autre.
page-refused-breached = Ce mot de passe a été révélé par une fuite de données. Choisissez-en un autre et changez-le partout où vous l’utilisez.

page-strength-0 = Très facile à deviner.
page-strength-1 = Facile à deviner.
page-strength-2 = Pourrait être plus fort.
page-strength-3 = Fort.
page-strength-4 = Très fort.
page-weak-about-you = Il contient une partie de votre adresse ou du nom de ce service.
page-weak-common = Il ressemble à l’un des mots de passe les plus utilisés.
page-weak-word = C’est un seul mot.
page-weak-name = C’est un nom.
page-weak-keys = Il suit les touches du clavier.
page-weak-repeats = Il se répète.
page-weak-sequence = C’est une suite, comme abc ou 6543.
page-weak-date = C’est une année ou une date.

page-done-title = Votre mot de passe est enregistré
page-done = Vous pouvez maintenant vous connecter avec votre nouveau mot de passe.
page-done-letter = Nous vous en avons aussi informé par message.
page-return = Retour à { $place }

page-not-me-title = Ce n’était pas vous ?
page-not-me-lead = Le mot de passe de votre compte sur { $place } a été changé. Si ce n’était pas vous, mettez-y fin ici.
page-not-me-ends = Il cesse aussitôt de fonctionner, et le précédent ne revient pas. Les codes et les liens en cours prennent fin aussi.
page-not-me-then = Choisissez ensuite un nouveau mot de passe. Pour cette fois, il faut le lien et le code d’un nouveau message ensemble.
page-not-me-mailbox = Sécurisez d’abord votre messagerie en changeant son mot de passe.
page-not-me-you = Si c’était vous, fermez cette page. Rien n’a été changé.
page-not-me-do = Ce n’était pas moi : mettre fin au mot de passe
page-not-me-done-title = Le mot de passe n’est plus valable
page-not-me-done = Personne ne peut plus se connecter avec.
page-not-me-next = Choisir un nouveau mot de passe
page-not-me-expired = Il fonctionne pendant 72 heures après le changement. Si vous ne connaissez pas votre mot de passe, recommencez et choisissez-en un nouveau.
page-not-me-used = Il a été utilisé, et le mot de passe n’est plus valable. Recommencez et choisissez-en un nouveau : il faut le lien et le code du message ensemble.
page-not-me-changed = Le mot de passe a encore été changé depuis. Un message en parle aussi, avec son propre lien.
page-not-me-unknown = Il manque peut-être une partie de l’adresse. Ouvrez encore une fois le lien du message.

page-lost-title = Cette page n’est plus valable
page-lost = Elle a été ouverte dans un autre navigateur ou il y a trop longtemps, ou votre navigateur ne garde pas les cookies. Recommencez, ou ouvrez le lien du message.
page-link-over-title = Ce lien ne fonctionne plus
page-link-over = Un lien fonctionne une fois et pour un temps limité. Recommencez, et nous vous enverrons un autre message.
page-foreign-title = Ce formulaire vient d’ailleurs
page-foreign = Il n’a pas été envoyé depuis l’une de nos pages, ou votre navigateur ne garde pas les cookies. Rien n’a été modifié. Recommencez ici.
page-many-title = Trop de demandes
page-many = De nombreuses demandes sont venues de votre réseau. Veuillez attendre { $lasts }, puis réessayez.
page-work = Ou laissez cet appareil travailler pour un essai de plus : cela prend quelques secondes.
page-work-button = Le laisser travailler
page-work-busy = Travail en cours…
page-work-failed = Cela n’a pas fonctionné. Veuillez plutôt attendre.
page-busy-title = Forte affluence
page-busy = Beaucoup de personnes sont servies en ce moment. Veuillez attendre { $lasts }, puis réessayez. Rien n’a été modifié.
page-failed-title = Un incident s’est produit ici
page-failed = Vous n’y êtes pour rien, et rien n’a été modifié. Veuillez réessayer plus tard.
page-nothing-title = Il n’y a rien ici
page-nothing = Il manque peut-être une partie de l’adresse.
page-large-title = C’était trop
page-large = Ce qui a été envoyé dépasse ce que ce formulaire accepte. Autre chose a peut-être été collé par erreur.
page-unreadable-title = Le formulaire est illisible
page-unreadable = Il n’est pas arrivé en entier. Rien n’a été modifié. Veuillez réessayer.
