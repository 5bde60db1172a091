// Makes the pages of a reset nicer. Every one of them works without it.
const one = (id) => document.getElementById(id);

// A form is sent once, however often its button is pressed. After a while it may be sent again: somebody may have stopped
// what took too long.
for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });
}
// A page that the browser kept whole may be used again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What went wrong is read out first.
one("errors")?.focus();

// Such a page is the answer to a form. Going back to it, or loading it again, is not to send that form once more.
if (one("errors")) {
  const kept = new URLSearchParams();
  for (const it of document.querySelectorAll("input[type=hidden]:not([name=once])")) kept.set(it.name, it.value);
  history.replaceState(null, "", kept.size ? `?${kept}` : location.href);
}

// The wait until another letter, counted down in the words of the page.
const wait = one("resend-wait");
let left = Number(wait?.dataset.seconds ?? 0);
if (left > 0) {
  const button = one("resend");
  const texts = document.createTreeWalker(wait, NodeFilter.SHOW_TEXT);
  let clock = texts.nextNode();
  while (clock && !/\d+:\d\d/.test(clock.data)) clock = texts.nextNode();
  const end = performance.now() + left * 1000;
  button.disabled = true;
  const timer = setInterval(() => {
    left = Math.ceil((end - performance.now()) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      button.disabled = false;
      wait.textContent = "";
    } else if (clock) {
      const shown = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      clock.data = clock.data.replace(/\d+:\d\d/, shown);
    }
  }, 1000);
}

const field = one("new-password");
const form = one("password-form");
if (field && form) {
  const show = one("show-password");
  show.hidden = false;
  show.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    show.setAttribute("aria-pressed", String(shown));
  });
  // Sent hidden again, so that no browser keeps it among what was typed into plain fields.
  form.addEventListener("submit", () => { field.type = "password"; });

  const strength = one("strength");
  let pause;
  let asked = 0;
  const say = (score, words) => {
    if (score === undefined) delete strength.dataset.score;
    else strength.dataset.score = score;
    strength.replaceChildren(...words.map((word) => {
      const line = document.createElement("p");
      line.textContent = word;
      return line;
    }));
  };
  const weigh = async () => {
    const number = ++asked;
    if (!field.value) return say(undefined, []);
    try {
      const answer = await fetch(form.dataset.strength, {
        method: "POST",
        body: new URLSearchParams({ new_password: field.value }),
      });
      const told = answer.ok ? await answer.json() : { words: [] };
      if (number === asked) say(told.score, told.words);
    } catch {
      say(undefined, []);
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(weigh, 350);
  });
}
