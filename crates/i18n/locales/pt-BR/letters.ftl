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
reset-nobody-asks = Ninguém vai pedi-lo a você: nem por e-mail, nem por telefone, e nós também não.
reset-not-you = Se você não fez este pedido, não faça nada: sua senha continua a mesma.

asked-at = Solicitado em { $date } às { $time } (UTC).
asked-from = Solicitado em { $date } às { $time } (UTC), a partir da rede { $network }.
reference = Referência: { $reference }

changed-title = Sua senha foi alterada
changed-when = A senha da sua conta em { $place } foi alterada em { $date } às { $time } (UTC).
changed-by-you = Se foi você, não é preciso fazer nada.
changed-not-you = Se não foi você, talvez alguém esteja lendo seus e-mails. Primeiro, proteja sua caixa de e-mail: troque a senha dela. Depois, redefina novamente a senha da sua conta e avise os responsáveis por { $place }.
changed-no-code = Esta mensagem não contém código nem link. Ninguém vai pedir um código a você: nem por e-mail, nem por telefone.

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
