# Letters. `$place` is the name or the host of the service; `$time` and `$date` are a moment in UTC, which the message has
# to say; `$lasts` is one of the spans below.

greeting = Hello,

## A letter with a code, and perhaps with a link

reset-title = Reset your password
reset-asked = Somebody, probably you, asked to reset the password of your account at { $place }.
reset-code = Your code is
reset-code-second = Or use the code. Your code is
reset-code-use = Type it where you asked for it, and choose a new password.
reset-code-ends = It works for { $lasts }, until { $time } UTC on { $date }.
reset-link = Open this page to choose a new password:
reset-link-second = Or open this page to choose a new password:
reset-link-button = Choose a new password
reset-link-ends = The link works for { $lasts }, until { $time } UTC on { $date }.
reset-keep-code = Whoever has the code can set a new password for your account. Do not pass it on.
reset-keep-both = Whoever has the code or the link can set a new password for your account. Do not pass it on.
reset-keep-link = Whoever has the link can set a new password for your account. Do not pass it on.
reset-link-alone = Codes are off for your account for a while, because somebody has guessed at them. The link works as always.
reset-nobody-asks = Nobody will ask you for it: not by mail, not by phone, and we will not either.
reset-not-you = If you did not ask for this, do nothing: your password stays as it is.
reset-first-title = Set your password
reset-first-asked = Somebody, probably you, asked to set the first password of your account at { $place }.
reset-first-not-you = If you did not ask for this, do nothing: your account stays as it is.
reset-both = A change of your password was reported as not yours. So this time link and code are needed together.
reset-both-link = Open this page:
reset-both-code = Then type this code there. Your code is
reset-keep-together = Whoever has both can set a new password for your account. Do not pass them on.

## Where it came from, and the name under which to speak of it

asked-at = It was asked for at { $time } UTC on { $date }.
asked-from = It was asked for at { $time } UTC on { $date }, from the network { $network }.
reference = Reference: { $reference }

## The notice after a change

changed-title = Your password was changed
changed-when = The password of your account at { $place } was changed at { $time } UTC on { $date }.
changed-by-you = If that was you, there is nothing to do.
changed-not-you = If it was not you, somebody may be reading your mail. First make your mailbox safe: change its password. Then reset the password of your account again, and tell those who run { $place }.
changed-no-code = This letter holds no code and no link. Nobody will ask you for a code: not by mail, not by phone.
changed-not-me = If it was not you, say so on this page, and end the new password:
changed-not-me-button = It was not me
changed-mailbox = Somebody may be reading your mail, too. Make your mailbox safe: change its password.
changed-no-code-link = This letter holds no code. Nobody will ask you for a code: not by mail, not by phone.

## The letter of a disabled account: `$support` is where its owner may ask

disabled-title = Your account is disabled
disabled-told = Your account is disabled, so its password cannot be reset.
disabled-ask = If you think that this is a mistake, ask { $support }.
disabled-ask-place = If you think that this is a mistake, ask those who run { $place }.

## The letter of an account that is signed in to elsewhere: `$provider` is with what, where that is known

elsewhere-title = Your account has no password
elsewhere-told-with = Your account has no password that could be reset: you sign in to it with { $provider }.
elsewhere-told = Your account has no password that could be reset: you sign in to it in another way.
elsewhere-do-with = Go to { $place } and choose { $provider } to sign in. Nothing was changed.
elsewhere-do = Go to { $place } and sign in as you did before, for example with your account of another service. Nothing was changed.
elsewhere-ask = If you cannot get in that way, ask { $support }.
elsewhere-ask-place = If you cannot get in that way, ask those who run { $place }.

## The letter where several accounts of the application have the address

shared-title = Several accounts have your address
shared-told = Several accounts at { $place } have this address, and it cannot be told which of them is meant. So no code was sent, and nothing was changed.
shared-ask = Ask { $support }, and say which account you mean, for example by its user name. Never tell anybody a password.
shared-ask-place = Ask those who run { $place }, and say which account you mean, for example by its user name. Never tell anybody a password.

## What the letters of accounts that no code opens end with

told-not-you = If you did not ask for this, there is nothing to do.

## The operator's test letter

test-title = Test letter
test-body = This is a test letter of the service at { $place }. It was asked for by its operator and shows that the way to this mailbox is open. It holds no code, and there is nothing to do.

## Spans of time, as they stand after "for"

span-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
