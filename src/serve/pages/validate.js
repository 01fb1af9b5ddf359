// Sends a text to be checked, mended and written as Turtle, and shows what comes back.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const said = JSON.parse(byId("strings").textContent);

  // Formats and profiles are those of the description of the service.
  const fill = async () => {
    const description = await (await fetch("openapi.json")).json();
    const parameters = description.paths["/validate"].post.parameters;
    for (const [id, first] of [["format", null], ["profile", "default"]]) {
      const words = parameters.find((parameter) => parameter.name === id).schema.enum;
      for (const word of words) byId(id).append(new Option(word, word, false, word === first));
    }
  };

  const send = async (path, parameters) => {
    const given = Object.entries(parameters).filter(([, value]) => value);
    const response = await fetch(path + "?" + new URLSearchParams(given), {
      method: "POST",
      headers: { "content-type": "text/plain;charset=utf-8" },
      body: byId("text").value,
    });
    const text = await response.text();
    return response.ok ? { text } : { fault: JSON.parse(text).detail };
  };

  const check = async (event) => {
    event.preventDefault();
    const format = byId("format").value;
    const profile = byId("profile").value;
    byId("status").textContent = said.checking;
    byId("results").hidden = true;
    try {
      const [report, mended, turtle] = await Promise.all([
        send("validate", { format, profile, report: "text" }),
        send("mend", { format, profile }),
        send("convert", { format, to: "turtle" }),
      ]);
      byId("findings").textContent = report.text ?? report.fault;
      byId("mended").textContent = mended.text ?? mended.fault;
      byId("of-mended").hidden = mended.text === undefined || mended.text === byId("text").value;
      byId("turtle").textContent = turtle.text ?? turtle.fault;
      byId("status").textContent = report.fault ? said.unreadable : said.checked;
      byId("results").hidden = false;
      byId("findings-title").focus();
    } catch (error) {
      byId("status").textContent = said.no_server + " " + error.message;
    }
  };

  const take = async (file) => {
    if (file) byId("text").value = await file.text();
  };
  const form = byId("form");
  form.addEventListener("submit", check);
  byId("file").addEventListener("change", (event) => take(event.target.files[0]));
  byId("take").addEventListener("click", () => {
    byId("text").value = byId("mended").textContent;
    byId("text").focus();
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.dataset.over = "";
  });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => delete form.dataset.over);
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
  fill();
})();
