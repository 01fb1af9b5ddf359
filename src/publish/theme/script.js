// Search, filters, time zones and languages of the interface. Pages are whole without it.
"use strict";
(() => {
  const plenary = (window.plenary = window.plenary || {});
  const page = document.documentElement;
  const root = page.dataset.root;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);

  // Choices are kept where the browser lets a page keep anything.
  const keep = (key, value) => { try { localStorage.setItem("plenary-" + key, value); } catch { /* not kept */ } };
  const kept = (key) => { try { return localStorage.getItem("plenary-" + key); } catch { return null; } };

  const state = { language: page.lang, zone: "event", strings: null };

  // ---- times

  const formats = new Map();
  const format = (options) => {
    const key = state.language + JSON.stringify(options);
    if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(state.language, options));
    return formats.get(key);
  };

  // The zone to show a moment in, and the moment as it is to be read there.
  const placed = (text, zone) => {
    const moment = new Date(text);
    if (state.zone === "UTC") return [moment, "UTC", "UTC"];
    if (state.zone === "own") return [moment, undefined, null];
    if (zone) {
      try { format({ timeZone: zone }); return [moment, zone, null]; } catch { /* an unknown zone: the offset will do */ }
    }
    const offset = /([+-])(\d\d):(\d\d)$/.exec(text);
    const minutes = offset ? (offset[1] === "-" ? -1 : 1) * (60 * offset[2] + +offset[3]) : 0;
    return [new Date(moment.getTime() + minutes * 60000), "UTC", offset ? "UTC" + offset[0] : "UTC"];
  };

  const day = (moment, zone) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(moment);

  const showTime = (element) => {
    const text = element.dateTime;
    if (/^\d{4}-\d\d-\d\d$/.test(text)) {
      element.textContent = format({ dateStyle: "full", timeZone: "UTC" }).format(new Date(text));
      return;
    }
    if (Number.isNaN(Date.parse(text))) return;
    const [moment, zone, name] = placed(text, element.dataset.zone);
    if (element.dataset.day) {
      const shown = format({ timeStyle: "short", timeZone: zone }).format(moment);
      const other = day(moment, zone) === element.dataset.day ? "" : " (" + format({ day: "numeric", month: "short", timeZone: zone }).format(moment) + ")";
      element.textContent = shown + other;
      return;
    }
    const options = { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZone: zone };
    if (!name) options.timeZoneName = "short";
    element.textContent = format(options).format(moment) + (name ? " " + name : "");
  };

  // ---- languages

  const string = (path) => path.split(".").reduce((value, key) => (value ? value[key] : undefined), state.strings);
  const tongues = () => { try { return new Intl.DisplayNames([state.language], { type: "language" }); } catch { return null; } };

  // What the page said at first, to come back to where a language has no official label.
  const first = new WeakMap();
  const said = (element) => {
    if (!first.has(element)) first.set(element, [element.textContent, element.getAttribute("lang")]);
    return first.get(element);
  };
  const say = (element, text, language) => {
    element.textContent = text;
    if (language) element.setAttribute("lang", language); else element.removeAttribute("lang");
  };

  const translate = (from = document) => {
    const names = tongues();
    for (const element of all("[data-tag]", from)) {
      try { element.textContent = (names && names.of(element.dataset.tag)) || element.dataset.tag; } catch { /* no such tag */ }
    }
    all("time[datetime]", from).forEach(showTime);
    if (!state.strings) return;
    for (const element of all("[data-s]", from)) {
      const text = string(element.dataset.s);
      if (text) element.textContent = text;
    }
    for (const element of all("[data-s-label]", from)) {
      const text = string(element.dataset.sLabel);
      if (text) element.setAttribute("aria-label", text);
    }
    for (const element of all("[data-code]", from)) {
      const [text, language] = said(element);
      const label = state.strings.codes[element.dataset.code];
      if (label) say(element, label, state.language); else say(element, text, language);
    }
  };

  const speak = (tag) => {
    const script = document.createElement("script");
    script.src = root + "assets/language-" + tag + ".js";
    script.onload = () => {
      state.strings = plenary.language;
      state.language = tag;
      page.lang = tag;
      page.dir = state.strings.dir;
      translate();
    };
    document.head.append(script);
  };

  // ---- search

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const STEP = 50;

  const search = () => {
    const form = byId("search");
    const data = plenary.sessions;
    if (!form || !data) return;
    const texts = data.rows.map((row) => fold([row[0], ...row[7].map((at) => data.names[at])].join("\n")));
    const list = byId("results");
    let hits = [];

    const item = (row) => {
      const [title, path, start, zone, place, edition, cancelled] = row;
      const entry = document.createElement("li");
      const link = document.createElement("a");
      link.href = root + path + ".html";
      link.dir = "auto";
      link.textContent = title;
      entry.append(link);
      if (cancelled) {
        entry.className = "cancelled";
        const mark = document.createElement("strong");
        mark.dataset.s = "ui.cancelled";
        mark.textContent = (state.strings || plenary.first).ui.cancelled;
        entry.append(" ", mark);
      }
      const about = document.createElement("span");
      about.className = "when";
      if (start) {
        const time = document.createElement("time");
        time.dateTime = start;
        if (zone) time.dataset.zone = zone;
        showTime(time);
        about.append(time);
      }
      for (const name of [place, edition].filter((at) => at >= 0)) {
        const part = document.createElement("span");
        part.dir = "auto";
        part.textContent = data.names[name];
        about.append(" ", part);
      }
      entry.append(about);
      return entry;
    };

    const more = () => {
      const from = list.children.length;
      list.append(...hits.slice(from, from + STEP).map((at) => item(data.rows[at])));
      byId("more").hidden = list.children.length >= hits.length;
    };

    const find = () => {
      const words = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
      const wanted = data.facets.map((facet) => (form.elements[facet] ? form.elements[facet].value : ""));
      hits = [];
      data.rows.forEach((row, at) => {
        const fits = wanted.every((value, facet) => value === "" || row[8][facet].includes(+value));
        if (fits && words.every((word) => texts[at].includes(word))) hits.push(at);
      });
      byId("count").textContent = "(" + hits.length + ")";
      byId("none").hidden = hits.length > 0;
      list.replaceChildren();
      more();
      remember();
    };

    // The address says what is searched for, so that it can be passed on.
    const remember = () => {
      const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
      try { history.replaceState(null, "", location.pathname + (said.size ? "?" + said : "")); } catch { /* a file */ }
    };

    for (const [key, value] of new URLSearchParams(location.search)) {
      if (form.elements[key] && "value" in form.elements[key]) form.elements[key].value = value;
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", find);
    form.addEventListener("reset", () => setTimeout(find));
    byId("more").addEventListener("click", () => {
      const from = list.children.length;
      more();
      const next = list.children[from];
      if (next) next.querySelector("a").focus();
    });
    form.hidden = false;
    byId("found").hidden = false;
    find();
  };

  // ---- settings

  const settings = byId("settings");
  settings.addEventListener("submit", (event) => event.preventDefault());
  byId("language").addEventListener("change", (event) => { keep("language", event.target.value); speak(event.target.value); });
  byId("zone").addEventListener("change", (event) => {
    state.zone = event.target.value;
    keep("zone", state.zone);
    all("time[datetime]").forEach(showTime);
  });
  settings.hidden = false;
  const choose = (select, value) => {
    if (value && [...select.options].some((option) => option.value === value)) select.value = value;
    return select.value;
  };
  plenary.first = { ui: { cancelled: page.dataset.cancelled } };
  state.zone = choose(byId("zone"), kept("zone"));
  const language = choose(byId("language"), kept("language"));
  translate();
  search();
  if (language !== page.lang) speak(language);
})();
