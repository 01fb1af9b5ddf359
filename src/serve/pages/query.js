// Sends a query and shows what comes back: a table, or a graph as Turtle.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const said = JSON.parse(byId("strings").textContent);
  const prefixes = [
    "PREFIX pl: <https://w3id.org/plenary/ns#>",
    "PREFIX schema: <http://schema.org/>",
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
    "",
  ].join("\n");
  const examples = {
    [said.classes]: "SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {\n  ?thing a ?class\n} GROUP BY ?class ORDER BY DESC(?count)",
    [said.sessions]: "SELECT ?session ?title ?start WHERE {\n  ?session a pl:Session ; schema:name ?title ; schema:startDate ?start\n} ORDER BY ?start LIMIT 50",
    [said.properties]: "SELECT ?property (COUNT(*) AS ?count) WHERE {\n  ?thing ?property ?value\n} GROUP BY ?property ORDER BY DESC(?count)",
    [said.graph]: "CONSTRUCT { ?session ?property ?value } WHERE {\n  { SELECT ?session WHERE { ?session a pl:Session } ORDER BY ?session LIMIT 1 }\n  ?session ?property ?value\n}",
  };

  for (const name of Object.keys(examples)) byId("examples").append(new Option(name, name));
  byId("examples").addEventListener("change", (event) => {
    if (event.target.value) byId("query").value = prefixes + examples[event.target.value];
  });
  byId("query").value = new URLSearchParams(location.hash.slice(1)).get("query") ?? prefixes + examples[said.sessions];

  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  const cell = (value) => {
    const cell = document.createElement("td");
    if (value?.type === "uri" && /^https?:/.test(value.value)) {
      cell.append(Object.assign(element("a", value.value), { href: value.value }));
    } else if (value) {
      cell.textContent = value.value;
      if (value["xml:lang"]) cell.lang = value["xml:lang"];
      cell.dir = "auto";
    }
    return cell;
  };
  const table = ({ head, results }) => {
    const table = document.createElement("table");
    table.append(element("caption", said.rows + " " + results.bindings.length));
    const names = table.createTHead().insertRow();
    for (const name of head.vars) names.append(Object.assign(element("th", name), { scope: "col" }));
    const body = table.createTBody();
    for (const row of results.bindings) body.insertRow().append(...head.vars.map((name) => cell(row[name])));
    return table;
  };
  const shown = (type, text) => {
    if (!type.includes("json")) return element("pre", text);
    const answer = JSON.parse(text);
    return "boolean" in answer ? element("p", answer.boolean ? said.yes : said.no) : table(answer);
  };

  const run = async (event) => {
    event?.preventDefault();
    const query = byId("query").value;
    history.replaceState(null, "", "#" + new URLSearchParams({ query }));
    byId("status").textContent = said.asking;
    byId("results").hidden = true;
    try {
      const response = await fetch("sparql", {
        method: "POST",
        headers: { "content-type": "application/sparql-query", accept: "application/sparql-results+json, text/turtle;q=0.9" },
        body: query,
      });
      const text = await response.text();
      if (!response.ok) {
        byId("found").replaceChildren(element("pre", text));
        byId("status").textContent = said.not_answered;
      } else {
        byId("found").replaceChildren(shown(response.headers.get("content-type") ?? "", text));
        byId("status").textContent = said.answered;
      }
      byId("results").hidden = false;
      byId("results-title").focus();
    } catch (error) {
      byId("status").textContent = said.no_server + " " + error.message;
    }
  };
  byId("form").addEventListener("submit", run);
  byId("query").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(event);
  });
})();
