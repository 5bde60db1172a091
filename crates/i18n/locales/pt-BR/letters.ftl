greeting = Olá,

reset-title = Redefina sua senha
reset-asked = Alguém, provavelmente você, pediu para redefinir a senha da sua conta em { $place }.
reset-code = Seu código é
reset-code-second = Se preferir, use o código. Seu código é
reset-code-use = Digite-o onde você o solicitou e escolha uma nova senha.
reset-code-ends = Ele vale por { $lasts }, até { $date } às { $time } (UTC).
reset-link = Abra esta página para escolher uma nova senha:
reset-link-second = Se preferir, abra esta página para escolher uma nova senha:
reset-link-button = Escolher uma nova senha
reset-link-ends = O link vale por { $lasts }, até { $date } às { $time } (UTC).
reset-keep-code = Quem tiver o código pode definir uma nova senha para a sua conta. Não o compartilhe com ninguém.
reset-keep-both = Quem tiver o código ou o link pode definir uma nova senha para a sua conta. Não os compartilhe com ninguém.
reset-keep-link = Quem tiver o link pode definir uma nova senha para a sua conta. Não o compartilhe com ninguém.
reset-link-alone = Os códigos estão desativados para a sua conta por algum tempo, porque alguém tentou adivinhá-los. O link funciona como sempre.
reset-nobody-asks = Ninguém vai pedi-lo a você: nem por e-mail, nem por telefone, e nós também não.
reset-not-you = Se você não fez este pedido, não faça nada: sua senha continua a mesma.
reset-first-title = Defina sua senha
reset-first-asked = Alguém, provavelmente você, pediu para definir a primeira senha da sua conta em { $place }.
reset-first-not-you = Se você não fez este pedido, não faça nada: sua conta continua como está.
reset-both = Uma mudança da sua senha foi relatada como não sendo sua. Por isso, desta vez o link e o código são necessários juntos.
reset-both-link = Abra esta página:
reset-both-code = Depois digite nela este código. Seu código é
reset-keep-together = Quem tiver os dois pode definir uma nova senha para a sua conta. Não os compartilhe com ninguém.

asked-at = Solicitado em { $date } às { $time } (UTC).
asked-from = Solicitado em { $date } às { $time } (UTC), a partir da rede { $network }.
reference = Referência: { $reference }

changed-title = Sua senha foi alterada
changed-when = A senha da sua conta em { $place } foi alterada em { $date } às { $time } (UTC).
changed-by-you = Se foi você, não é preciso fazer nada.
changed-not-you = Se não foi você, talvez alguém esteja lendo seus e-mails. Primeiro, proteja sua caixa de e-mail: troque a senha dela. Depois, redefina novamente a senha da sua conta e avise os responsáveis por { $place }.
changed-no-code = Esta mensagem não contém código nem link. Ninguém vai pedir um código a você: nem por e-mail, nem por telefone.
changed-not-me = Se não foi você, diga isso nesta página e encerre a nova senha:
changed-not-me-button = Não fui eu
changed-mailbox = Talvez alguém também esteja lendo seus e-mails. Proteja sua caixa de e-mail: troque a senha dela.
changed-no-code-link = Esta mensagem não contém código. Ninguém vai pedir um código a você: nem por e-mail, nem por telefone.

disabled-title = Sua conta está desativada
disabled-told = Sua conta está desativada, por isso a senha dela não pode ser redefinida.
disabled-ask = Se você acha que é um engano, pergunte a { $support }.
disabled-ask-place = Se você acha que é um engano, pergunte aos responsáveis por { $place }.

elsewhere-title = Sua conta não tem senha
elsewhere-told-with = Sua conta não tem uma senha que possa ser redefinida: você entra nela com { $provider }.
elsewhere-told = Sua conta não tem uma senha que possa ser redefinida: você entra nela de outra forma.
elsewhere-do-with = Acesse { $place } e escolha { $provider } para entrar. Nada foi alterado.
elsewhere-do = Acesse { $place } e entre como antes, por exemplo com a sua conta de outro serviço. Nada foi alterado.
elsewhere-ask = Se você não conseguir entrar assim, pergunte a { $support }.
elsewhere-ask-place = Se você não conseguir entrar assim, pergunte aos responsáveis por { $place }.

shared-title = Várias contas têm o seu endereço
shared-told = Várias contas em { $place } têm este endereço, e não é possível saber qual delas é a desejada. Por isso, nenhum código foi enviado e nada foi alterado.
shared-ask = Pergunte a { $support } e diga de qual conta se trata, por exemplo pelo nome de usuário. Não diga nenhuma senha a ninguém.
shared-ask-place = Pergunte aos responsáveis por { $place } e diga de qual conta se trata, por exemplo pelo nome de usuário. Não diga nenhuma senha a ninguém.

told-not-you = Se você não fez este pedido, não há nada a fazer.

test-title = Mensagem de teste
test-body = Esta é uma mensagem de teste do serviço { $place }. Ela foi solicitada pelo administrador e mostra que as mensagens chegam a esta caixa de e-mail. Ela não contém código, e não é preciso fazer nada.

span-seconds = { $count ->
    [one] { $count } segundo
   *[other] { $count } segundos
}
span-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
span-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
span-days = { $count ->
    [one] { $count } dia
   *[other] { $count } dias
}
