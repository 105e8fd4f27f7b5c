/// A page on which a person tries the models in a browser. It is the same for every model: the script asks the server
/// what there is, and puts names in as text, never as markup.
enum TryPage {
    static let html = Array(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; \
        connect-src 'self'; base-uri 'none'; form-action 'none'">
        <title>Try the model</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
        label { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: .4rem 0; align-items: center; }
        input, select, button { font: inherit; padding: .3rem .5rem; }
        pre { padding: 1rem; border: 1px solid; white-space: pre-wrap; overflow-wrap: anywhere; }
        </style>
        </head>
        <body>
        <h1>Try the model</h1>
        <label>Model <select id="model"></select></label>
        <label>Key, if the server asks for one <input id="key" type="password" autocomplete="off"></label>
        <form id="form"></form>
        <pre id="answer" aria-live="polite"></pre>
        <script src="/try.js"></script>
        </body>
        </html>

        """.utf8)

    static let script = Array(
        """
        "use strict";
        const element = (name) => document.getElementById(name);
        const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text ?? "" });
        const headers = () => {
          const key = element("key").value;
          const fields = { accept: "application/json", "content-type": "application/json" };
          return key ? { ...fields, authorization: "Bearer " + key } : fields;
        };
        let models = [];
        // The fields of the form in the order of the columns: their names may be any text, also one that the form itself has.
        let fields = [];

        const field = (column) => {
          const choices = column.type === "boolean" ? ["true", "false"] : column.categories;
          const input = choices.length ? make("select") : make("input");
          if (choices.length) {
            for (const value of column.nullable ? ["", ...choices] : choices) input.append(new Option(value || "(missing)", value));
          } else if (column.type === "integer" || column.type === "number") {
            input.type = "number";
            input.step = column.type === "integer" ? "1" : "any";
          } else {
            input.type = "text";
            if (column.type === "date") input.placeholder = column.format || "YYYY-MM-DD";
            if (column.type === "timestamp") input.placeholder = (column.format || "YYYY-MM-DD") + " hh:mm:ss";
          }
          input.required = !column.nullable;
          return input;
        };

        const value = (column, text) => {
          if (text === "") return null;
          if (column.type === "integer" || column.type === "number") return Number(text);
          return column.type === "boolean" ? text === "true" : text;
        };

        const show = () => {
          const model = models[element("model").selectedIndex];
          const form = element("form");
          form.replaceChildren();
          if (!model) return;
          fields = model.columns.map(field);
          for (const [place, column] of model.columns.entries()) {
            const label = make("label", column.name);
            label.append(fields[place]);
            form.append(label);
          }
          if (model.columns.length) form.append(make("button", "Predict" + (model.target ? " " + model.target : "")));
          else form.append(make("p", "This model takes tensors; it is asked at /v2/models/" + model.name + "/infer."));
        };

        const ask = async (event) => {
          event.preventDefault();
          const model = models[element("model").selectedIndex];
          const row = Object.fromEntries(
            model.columns.map((column, place) => [column.name, value(column, fields[place].value)]));
          const path = "/predict/" + encodeURIComponent(model.name);
          const answer = await fetch(path, { method: "POST", headers: headers(), body: JSON.stringify({ rows: [row] }) });
          element("answer").textContent = answer.status + "\\n" + JSON.stringify(await answer.json(), null, 2);
        };

        const load = async () => {
          const answer = await fetch("/", { headers: headers() });
          const body = await answer.json();
          if (!answer.ok) return void (element("answer").textContent = body.error);
          element("answer").textContent = "";
          models = body.models;
          element("model").replaceChildren(...models.map((model) => new Option(model.name + " " + model.version, model.name)));
          show();
        };

        element("model").addEventListener("change", show);
        element("key").addEventListener("change", load);
        element("form").addEventListener("submit", ask);
        load();

        """.utf8)
}
