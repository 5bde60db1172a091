language-name = Português (Brasil)
page-language = Idioma

page-errors = Há um problema
page-support = Precisa de ajuda?
page-again = Começar de novo
page-back = Voltar ao formulário

page-start-title = Redefinir sua senha
page-start-lead = Digite o endereço de e-mail da sua conta em { $place }. Enviaremos um código para você.
page-email = Endereço de e-mail
page-email-hint = Por exemplo nome@example.com
page-email-missing = Digite seu endereço de e-mail.
page-email-wrong = Isto não é um endereço de e-mail. Compare com nome@example.com.
page-send = Enviar o código

page-code-title = Veja sua caixa de entrada
page-code-lead = Se houver uma conta para { $address }, uma mensagem com um código está a caminho.
page-reference = A mensagem mostra a referência { $reference }.
page-code = Código da mensagem
page-code-hint = Ele vale por { $lasts }. Espaços e hifens não importam.
page-code-missing = Digite o código da mensagem.
page-code-long = Isto é mais longo que qualquer código. Digite apenas o código da mensagem.
page-code-wrong = Este não é o código. { $count ->
    [one] Você tem mais uma tentativa.
   *[other] Você tem mais { $count } tentativas.
}
page-code-spent = Este código não pode mais ser usado. Peça outra mensagem ou abra o link da que você tem.
page-code-expired = O código expirou. Peça outra mensagem.
page-continue = Continuar
page-no-letter = Não recebeu a mensagem?
page-no-letter-help = Veja também na caixa de spam. Uma mensagem só chega se houver uma conta para este endereço.
page-resend = Enviar outra mensagem
page-resend-wait = Outra mensagem poderá ser enviada em { $clock }.
page-resent = Se houver uma conta para este endereço, outra mensagem está a caminho.
page-other-address = Usar outro endereço

page-password-title = Escolha uma nova senha
page-password-for = Para { $address }
page-password = Nova senha
page-password-hint = { $count ->
    [one] Pelo menos um caractere. Algumas palavras incomuns são fortes e fáceis de lembrar.
   *[other] Pelo menos { $count } caracteres. Algumas palavras incomuns são fortes e fáceis de lembrar.
}
page-password-show = Mostrar a senha
page-password-save = Definir a nova senha
page-password-missing = Digite uma nova senha.
page-link-both = Uma mudança da sua senha foi relatada como não sendo sua. Por isso, o código da mensagem também é necessário aqui.
page-link-code-hint = Ele está na mensagem cujo link você abriu. Espaços e hifens não importam.

page-refused-too-short = { $count ->
    [one] A senha é curta demais. Ela precisa de pelo menos um caractere.
   *[other] A senha é curta demais. Ela precisa de pelo menos { $count } caracteres.
}
page-refused-too-long = { $count ->
    [one] A senha é longa demais. Ela pode ter um caractere.
   *[other] A senha é longa demais. Ela pode ter { $count } caracteres.
}
page-refused-control-character = A senha contém um caractere que não se pode digitar, como uma quebra de linha ou uma tabulação.
page-refused-common = Esta senha é uma das primeiras a serem tentadas ou está em uma lista de senhas conhecidas. Escolha outra.
page-refused-about-you = Sem o seu endereço ou o nome deste serviço, resta pouco da senha. Escolha outra.
page-refused-the-code = Sem o código da mensagem, resta pouco da senha. Escolha outra.
page-refused-breached = Esta senha se tornou conhecida em um vazamento de dados. Escolha outra e troque-a em todos os lugares onde a usa.

page-strength-0 = Muito fácil de adivinhar.
page-strength-1 = Fácil de adivinhar.
page-strength-2 = Poderia ser mais forte.
page-strength-3 = Forte.
page-strength-4 = Muito forte.
page-weak-about-you = Ela contém parte do seu endereço ou do nome deste serviço.
page-weak-common = Ela se parece com uma das senhas mais usadas.
page-weak-word = É uma única palavra.
page-weak-name = É um nome.
page-weak-keys = Ela segue as teclas do teclado.
page-weak-repeats = Ela se repete.
page-weak-sequence = É uma sequência, como abc ou 6543.
page-weak-date = É um ano ou uma data.

page-done-title = Sua senha foi definida
page-done = Agora você pode entrar com sua nova senha.
page-done-letter = Também enviamos uma mensagem sobre isso.
page-return = Voltar para { $place }

page-not-me-title = Não foi você?
page-not-me-lead = A senha da sua conta em { $place } foi alterada. Se não foi você, encerre essa senha aqui.
page-not-me-ends = Ela deixa de funcionar na hora, e a anterior não volta. Códigos e links pendentes também terminam.
page-not-me-then = Depois escolha uma nova senha. Desta vez, o link e o código de uma nova mensagem são necessários juntos.
page-not-me-mailbox = Primeiro, proteja sua caixa de e-mail: troque a senha dela.
page-not-me-you = Se foi você, feche esta página. Nada foi alterado.
page-not-me-do = Não fui eu: encerrar a senha
page-not-me-done-title = A senha foi encerrada
page-not-me-done = Ninguém mais pode entrar com ela.
page-not-me-next = Escolher uma nova senha
page-not-me-expired = Ele funciona por 72 horas após a mudança. Se você não sabe sua senha, comece de novo e escolha outra.
page-not-me-used = Ele já foi usado, e a senha foi encerrada. Comece de novo e escolha outra: o link e o código da mensagem são necessários juntos.
page-not-me-changed = A senha foi alterada de novo desde então. Há também uma mensagem sobre essa mudança, com um link próprio.
page-not-me-unknown = Talvez falte uma parte do endereço. Abra o link da mensagem mais uma vez.

page-lost-title = Esta página não vale mais
page-lost = Ela foi aberta em outro navegador ou há muito tempo, ou seu navegador não guarda cookies. Comece de novo ou abra o link da mensagem.
page-link-over-title = Este link não funciona mais
page-link-over = Um link funciona uma vez e por tempo limitado. Comece de novo, e enviaremos outra mensagem.
page-foreign-title = Este formulário veio de outro lugar
page-foreign = Ele não foi enviado de uma de nossas páginas, ou seu navegador não guarda cookies. Nada foi alterado. Comece de novo aqui.
page-many-title = Pedidos demais
page-many = Muitos pedidos vieram da sua rede. Aguarde { $lasts } e tente de novo.
page-work = Ou deixe este aparelho trabalhar por mais uma tentativa: isso leva alguns segundos.
page-work-button = Deixar trabalhar
page-work-busy = Trabalhando…
page-work-failed = Não deu certo. Aguarde, por favor.
page-busy-title = Muito movimento
page-busy = Muitas pessoas estão sendo atendidas. Aguarde { $lasts } e tente de novo. Nada foi alterado.
page-failed-title = Algo deu errado aqui
page-failed = A culpa não é sua, e nada foi alterado. Tente de novo mais tarde.
page-nothing-title = Não há nada aqui
page-nothing = Talvez falte uma parte do endereço.
page-large-title = Isso foi demais
page-large = Foi enviado mais do que cabe neste formulário. Talvez outra coisa tenha sido colada por engano.
page-unreadable-title = Não foi possível ler o formulário
page-unreadable = Ele não chegou inteiro. Nada foi alterado. Tente de novo.
