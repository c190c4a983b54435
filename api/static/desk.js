// The desk works without this file. It adds: a player that follows words, edits without leaving the page, keys.
"use strict";
document.documentElement.classList.add("js");

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const csrf = () => $('meta[name="csrf"]')?.content ?? "";
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const typing = (element) => element?.matches?.("input:not([type=radio]), textarea, select");

// ---- sound ----
const player = $("[data-player]");
const audio = player && $("audio", player);
const SPEEDS = [1, 1.25, 1.5, 2, 0.75];
let parts = []; // pieces of sound still to play: [start, end]
let ends = null;

function duration() {
  return Number.isFinite(audio.duration) ? audio.duration : Number($("[data-seek]", player).getAttribute("aria-valuemax"));
}

function playFrom(second, until = null) {
  if (!audio) return;
  ends = until;
  audio.currentTime = second;
  audio.play();
}

function playParts(text) {
  parts = text.split(" ").map((part) => part.split("-").map(Number));
  const [start, end] = parts.shift();
  playFrom(start, end);
}

function toggle() {
  parts = [];
  ends = null;
  audio.paused ? audio.play() : audio.pause();
}

function seek(second) {
  ends = null;
  audio.currentTime = Math.min(Math.max(second, 0), duration());
}

function follow() {
  const now = audio.currentTime;
  if (ends !== null && now >= ends) {
    const next = parts.shift();
    if (next) return playFrom(next[0], next[1]);
    ends = null;
    audio.pause();
  }
  const share = Math.min(now / (duration() || 1), 1);
  $("[data-cursor]", player).style.setProperty("left", `${share * 100}%`);
  $("[data-now]", player).textContent = clock(now);
  const slider = $("[data-seek]", player);
  slider.setAttribute("aria-valuenow", Math.round(now));
  slider.setAttribute("aria-valuetext", clock(now));
  for (const word of $$(".word[data-start]"))
    word.classList.toggle("now", !audio.paused && now >= Number(word.dataset.start) && now < Number(word.dataset.end));
}

function frame() {
  follow();
  if (!audio.paused) requestAnimationFrame(frame);
}

if (player) {
  player.classList.add("live");
  $(".deck", player).hidden = false;
  $("[data-toggle]", player).addEventListener("click", toggle);
  audio.addEventListener("play", () => { player.classList.add("playing"); frame(); });
  for (const name of ["pause", "ended", "seeked", "loadedmetadata"])
    audio.addEventListener(name, () => { player.classList.toggle("playing", !audio.paused); follow(); });
  const wave = $("[data-seek]", player);
  const seekTo = (event) => {
    const box = wave.getBoundingClientRect();
    seek(((event.clientX - box.left) / box.width) * duration());
  };
  wave.addEventListener("pointerdown", (event) => { wave.setPointerCapture(event.pointerId); seekTo(event); });
  wave.addEventListener("pointermove", (event) => { if (event.buttons) seekTo(event); });
  $("[data-speed]", player).addEventListener("click", (event) => {
    audio.playbackRate = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
    event.currentTarget.textContent = `${String(audio.playbackRate).replace(".", ",")}×`;
  });
}

document.addEventListener("click", (event) => {
  const word = event.target.closest(".word[data-start]");
  const hear = event.target.closest("[data-play]");
  if (!audio || !(word || hear)) return;
  event.preventDefault();
  if (hear) return playParts(hear.dataset.play);
  parts = [];
  playFrom(Number(word.dataset.start));
});

// ---- a line and its words light each other ----
function light(key, on) {
  for (const word of $$(`.word[data-of~="${key}"]`)) word.classList.toggle("lit", on);
}
for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]])
  document.addEventListener(name, (event) => {
    const owner = event.target.closest?.("[data-key]");
    if (owner) light(owner.dataset.key, on);
  });

// ---- edits without leaving the page ----
const LIVE = ["head", "state", "words", "order", "decision"];
let saving = null;

function say(text, tone = "") {
  $(".saved")?.remove();
  const note = document.createElement("p");
  note.className = `saved ${tone}`;
  note.setAttribute("role", "status");
  note.textContent = text;
  document.body.append(note);
  setTimeout(() => note.remove(), 2500);
}

function describe(element) {
  if (!element?.name) return null;
  return element.form?.id === "order" ? `#order [name="${CSS.escape(element.name)}"]` : null;
}

// What was typed while an edit was on its way: [selector, value] of every field that changed since it was sent.
function typedSince(sent) {
  return $$("#order input[name], #order textarea[name], #order select[name]")
    .filter((field) => field.type !== "hidden" && sent.has(field.name) && sent.get(field.name) !== field.value)
    .map((field) => [describe(field), field.value]);
}

function show(page, sent) {
  const typed = typedSince(sent);
  const focused = describe(document.activeElement);
  const open = $$("details[open] .finder").map((finder) => finder.dataset.deed);
  for (const id of LIVE) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(fresh);
  }
  const secret = page.querySelector('meta[name="csrf"]');
  if (secret) $('meta[name="csrf"]').content = secret.content;
  for (const deed of open) $(`.finder[data-deed="${deed}"]`)?.closest("details")?.removeAttribute("open");
  if (focused) $(focused)?.focus({ preventScroll: true });
  for (const [selector, value] of typed) if ($(selector)) $(selector).value = value;
  const problem = $("#state [role=alert]");
  const flash = page.querySelector(".flash");
  if (problem) say(problem.textContent, "bad");
  else if (flash) say(flash.textContent);
}

async function save(form, action) {
  const sent = new FormData(form);
  const body = new URLSearchParams(sent);
  body.set("action", action);
  form.classList.add("busy");
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "text/html" } });
    if (answer.url.endsWith("/signin")) return void location.assign("/signin");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("order")) return void location.reload();
    show(page, sent);
  } catch {
    form.classList.remove("busy");
    say("Нет связи с сервером: правка не сохранена", "bad");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-live]")) {
    event.preventDefault();
    const action = event.submitter?.value || "save";
    // One edit at a time: the next one must carry the version that this one makes.
    const turn = saving ? saving.then(() => save($("#order"), action)) : save(form, action);
    saving = turn;
    turn.finally(() => { if (saving === turn) saving = null; });
  } else if (form.matches("[data-confirm]") && saving && !form.dataset.waited) {
    event.preventDefault(); // the last edit is on its way: confirm what it makes
    saving.then(() => { const fresh = $("[data-confirm]"); if (fresh) { fresh.dataset.waited = "1"; fresh.requestSubmit(); } });
  } else if (form.matches("[data-confirm]")) {
    setTimeout(() => { const button = $("button", form); if (button) button.disabled = true; });
  }
});
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.form?.matches("[data-live]") && !field.matches("[data-quiet], [name^=find-]")) field.form.requestSubmit();
});

// ---- search as one types ----
let asked = 0;
function option(deed, value, name, detail) {
  const button = document.createElement("button");
  button.name = "action";
  button.value = `${deed}:${value}`;
  const title = document.createElement("b");
  title.textContent = name;
  const small = document.createElement("small");
  small.textContent = detail;
  button.append(title, small);
  return button;
}

async function look(finder, query) {
  const turn = ++asked;
  const results = $("[data-results]", finder);
  if (query.length < 2) return results.replaceChildren();
  const clients = finder.dataset.finder === "client";
  const answer = clients
    ? await fetch("/api/v1/clients/search", {
        method: "POST", body: JSON.stringify({ query, limit: 8 }),
        headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() },
      })
    : await fetch(`/api/v1/products?limit=8&q=${encodeURIComponent(query)}`);
  if (!answer.ok || turn !== asked) return;
  const found = await answer.json();
  const options = found.map((item) => clients
    ? option("client", item.client_id, item.name, item.inn ? `ИНН ${item.inn}` : "")
    : option(finder.dataset.deed, item.sku, item.name, item.price === null ? item.sku : `${item.sku} · ${item.price.toLocaleString("ru")} ₽/${item.unit}`));
  const none = document.createElement("p");
  none.className = "muted";
  none.textContent = "Ничего не нашлось";
  results.replaceChildren(...(options.length ? options : [none]));
  if (finder.hurry) options[0]?.click();
  finder.hurry = false;
}

document.addEventListener("input", (event) => {
  const finder = event.target.closest(".finder");
  if (!finder) return;
  clearTimeout(finder.wait);
  finder.hurry = false;
  finder.wait = setTimeout(() => look(finder, event.target.value.trim()), 150);
});
document.addEventListener("keydown", (event) => {
  const finder = event.target.closest?.(".finder");
  if (!finder) return;
  const options = $$("[data-results] button", finder);
  const place = options.indexOf(document.activeElement);
  if (event.key === "Enter" && place < 0) {
    event.preventDefault();
    if (options.length) options[0].click();
    else finder.hurry = true; // the answer is still on its way: take its best
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = place + (event.key === "ArrowDown" ? 1 : -1);
    (options[next] ?? $("input", finder)).focus();
  } else if (event.key === "Escape" && $("[data-results]", finder).hasChildNodes()) {
    event.stopImmediatePropagation(); // the next Escape leaves the field, one more leaves the page
    $("[data-results]", finder).replaceChildren();
    $("input", finder).focus();
  }
});
document.addEventListener("click", (event) => {
  for (const finder of $$(".js .finder")) if (!finder.contains(event.target)) $("[data-results]", finder).replaceChildren();
});

// ---- stock in every warehouse ----
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-stock]");
  if (!button) return;
  button.disabled = true;
  const answer = await fetch(`/api/v1/products/stock?sku=${encodeURIComponent(button.dataset.stock)}`);
  const product = answer.ok ? await answer.json() : { stock: null };
  const text = document.createElement("small");
  text.textContent = product.stock === null
    ? "CRM не отвечает"
    : product.stock.map((row) => `${row.warehouse}: ${row.available.toLocaleString("ru")}` +
        (row.expected_date ? `, ждём ${row.expected_quantity?.toLocaleString("ru") ?? ""} ${new Date(row.expected_date).toLocaleDateString("ru", { day: "numeric", month: "long" })}` : "")).join("; ") || "нет ни на одном складе";
  button.replaceWith(text);
});

// ---- keys ----
function confirmByKey() {
  const form = $("[data-confirm]");
  const button = form && $("button", form);
  if (!button || button.disabled) return;
  if (Number(form.dataset.doubts) && document.activeElement !== button) {
    button.focus();
    say("Есть неразобранное. Enter ещё раз — подтвердить");
  } else form.requestSubmit(button);
}

const KEYS = {
  " ": () => audio && toggle(),
  ArrowLeft: () => audio && seek(audio.currentTime - 3),
  ArrowRight: () => audio && seek(audio.currentTime + 3),
  Enter: confirmByKey,
  "/": () => $('[name="find-new"]')?.focus(),
  Escape: () => $("[data-reject]")?.open ? ($("[data-reject]").open = false) : $(".crumbs a")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.target.matches("a, button, summary, [type=radio]") && (event.key === "Enter" || event.key === " ")) return;
  const number = /^Digit([1-9])$/.exec(event.code)?.[1];
  const line = number && $(`[data-number="${number}"] [data-play]`);
  const rejects = event.code === "KeyR" && $("[data-reject]");
  const act = line ? () => line.click() : rejects ? () => { rejects.open = true; $("input[type=radio]", rejects).focus(); } : KEYS[event.key];
  if (!act || !$("[data-player], [data-confirm]")) return;
  event.preventDefault();
  act();
});

// words: one stop of the Tab key, then arrows
document.addEventListener("keydown", (event) => {
  const word = event.target.closest?.(".word");
  if (!word || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const all = $$(".word");
  const next = all[all.indexOf(word) + (event.key === "ArrowRight" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  word.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}, true);

// ---- the queue renews itself ----
if ($(".tally")) {
  setInterval(async () => {
    if (document.hidden || typing(document.activeElement)) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok || answer.url.endsWith("/signin")) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement?.getAttribute("href");
    const fresh = page.getElementById("main");
    if (!fresh || fresh.innerHTML === $("#main").innerHTML) return;
    $("#main").replaceWith(fresh);
    if (focused) $(`.open[href="${focused}"]`)?.focus({ preventScroll: true });
  }, 15000);
}
