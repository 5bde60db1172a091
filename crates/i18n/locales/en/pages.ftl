# Pages. `$place` is the name or the host of the service, `$address` what was typed, `$lasts` one of the spans of the letters, `$clock`
# a time left such as 0:42. Every name begins with page-, but for that of the language.

language-name = English
page-language = Language

## Every page

page-errors = There is a problem
page-support = Need help?
page-again = Start again
page-back = Back to the form

## The address

page-start-title = Reset your password
page-start-lead = Type the e-mail address of your account at { $place }. We will send you a code.
page-email = E-mail address
page-email-hint = For example name@example.com
page-email-missing = Type your e-mail address.
page-email-wrong = This is not an e-mail address. Compare it with name@example.com.
page-send = Send the code

## The code

page-code-title = Look into your mailbox
page-code-lead = If there is an account for { $address }, a letter with a code is on its way.
page-reference = The letter shows the reference { $reference }.
page-code = Code from the letter
page-code-hint = It works for { $lasts }. Spaces and dashes do not matter.
page-code-missing = Type the code from the letter.
page-code-long = This is longer than any code. Type the code from the letter alone.
page-code-wrong = This is not the code. { $count ->
    [one] You have one more try.
   *[other] You have { $count } more tries.
}
page-code-spent = This code cannot be used any more. Ask for another letter, or open the link in the one you have.
page-code-expired = The code has expired. Ask for another letter.
page-continue = Continue
page-no-letter = No letter?
page-no-letter-help = Look among the unwanted mail, too. A letter only comes if there is an account for this address.
page-resend = Send another letter
page-resend-wait = Another letter can be sent in { $clock }.
page-resent = If there is an account for this address, another letter is on its way.
page-other-address = Use another address

## The new password

page-password-title = Choose a new password
page-password-for = For { $address }
page-password = New password
page-password-hint = { $count ->
    [one] At least one character. A few unusual words are strong and easy to keep in mind.
   *[other] At least { $count } characters. A few unusual words are strong and easy to keep in mind.
}
page-password-show = Show the password
page-password-save = Set the new password
page-password-missing = Type a new password.
page-link-both = A change of your password was reported as not yours. So the code from the letter is needed here, too.
page-link-code-hint = It stands in the letter whose link you opened. Spaces and dashes do not matter.

## Why a password is refused

page-refused-too-short = { $count ->
    [one] The password is too short. It needs at least one character.
   *[other] The password is too short. It needs at least { $count } characters.
}
page-refused-too-long = { $count ->
    [one] The password is too long. It may have one character.
   *[other] The password is too long. It may have { $count } characters.
}
page-refused-control-character = The password has a character in it that cannot be typed, such as a line break or a tab.
page-refused-common = Others try this password first, or it is on a list of known ones. Choose another.
page-refused-about-you = Little is left of the password without your address or the name of this service. Choose another.
page-refused-the-code = Little is left of the password without the code from the letter. Choose another.
page-refused-breached = This password has become known in a data breach. Choose another, and change it wherever you use it.

## How hard a password is to guess, and why

page-strength-0 = Very easy to guess.
page-strength-1 = Easy to guess.
page-strength-2 = Could be stronger.
page-strength-3 = Strong.
page-strength-4 = Very strong.
page-weak-about-you = It has a part of your address or of the name of this service in it.
page-weak-common = It is like one of the passwords that are used most.
page-weak-word = It is a single word.
page-weak-name = It is a name.
page-weak-keys = It follows the keys of the keyboard.
page-weak-repeats = It repeats itself.
page-weak-sequence = It is a sequence, such as abc or 6543.
page-weak-date = It is a year or a date.

## The end

page-done-title = Your password is set
page-done = You can sign in with your new password now.
page-done-letter = We have sent you a letter about it, too.
page-return = Back to { $place }

## A change that its owner says was somebody else’s

page-not-me-title = Was it not you?
page-not-me-lead = The password of your account at { $place } was changed. If it was not you, end that password here.
page-not-me-ends = It stops working at once, and the one before it does not come back. Codes and links that are under way end, too.
page-not-me-then = Then choose a new password. This once, link and code of a new letter are needed together.
page-not-me-mailbox = Make your mailbox safe first: change its password.
page-not-me-you = If it was you, close this page. Nothing has been changed.
page-not-me-do = It was not me: end the password
page-not-me-done-title = The password has ended
page-not-me-done = Nobody can sign in with it any more.
page-not-me-next = Choose a new password
page-not-me-expired = It works for 72 hours after the change. If you do not know your password, start again and choose a new one.
page-not-me-used = It has been used, and the password has ended. Start again and choose a new one: link and code of the letter are needed together.
page-not-me-changed = The password was changed again since. There is a letter about that change, with a link of its own.
page-not-me-unknown = Perhaps a part of the address is missing. Open the link in the letter once more.

## When something went wrong

page-lost-title = This page is over
page-lost = It was opened in another browser or too long ago, or your browser keeps no cookies. Start again, or open the link in the letter.
page-link-over-title = This link no longer works
page-link-over = A link works once and for a limited time. Start again, and we will send you another letter.
page-foreign-title = This form came from elsewhere
page-foreign = It was not sent from one of our pages, or your browser keeps no cookies. Nothing was changed. Start again here.
page-many-title = Too many requests
page-many = Many requests came from your network. Please wait { $lasts }, then try again.
page-work = Or let this device work for one more try: that takes some seconds.
page-work-button = Let it work
page-work-busy = Working…
page-work-failed = That did not work. Please wait instead.
page-busy-title = Very busy
page-busy = Many people are being served. Please wait { $lasts }, then try again. Nothing was changed.
page-failed-title = Something went wrong here
page-failed = It is not your fault, and nothing was changed. Please try again later.
page-nothing-title = Nothing is here
page-nothing = Perhaps a part of the address is missing.
page-large-title = That was too much
page-large = More was sent than fits into this form. Perhaps something else was pasted by mistake.
page-unreadable-title = The form could not be read
page-unreadable = It did not arrive whole. Nothing was changed. Please try again.
