// On the page that tells of too many requests: this device works for one more call. Without scripts the page says to wait.
const box = document.getElementById("work");
const form = document.getElementById("work-form");
const said = document.getElementById("work-status");
// Browsers have no cryptography on pages in clear text.
if (!window.Worker || !window.crypto?.subtle) {
  box?.remove();
} else if (box) {
  const challenge = JSON.parse(box.dataset.puzzle);

  // The device's processors share the counters; the first that finds one ends the others.
  const solve = () => new Promise((found, failed) => {
    const step = Math.max(1, Math.min(navigator.hardwareConcurrency || 1, 4));
    const workers = Array.from({ length: step }, () => new Worker(box.dataset.worker));
    const end = (then, value) => {
      for (const worker of workers) worker.terminate();
      then(value);
    };
    workers.forEach((worker, counterStart) => {
      worker.onerror = () => end(failed);
      worker.onmessage = ({ data }) => (data?.derivedKey ? end(found, data) : end(failed));
      worker.postMessage({ type: "work", challenge, counterStart, counterStep: step, timeout: 300000 });
    });
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    said.textContent = box.dataset.busy;
    try {
      const solution = await solve();
      form.elements.proof.value = btoa(JSON.stringify({ challenge, solution }));
      form.submit();
    } catch {
      said.textContent = box.dataset.failed;
    }
  });
}
