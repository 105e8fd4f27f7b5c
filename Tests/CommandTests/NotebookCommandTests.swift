import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A stage of kind `notebook`, by a converter of this test's own: what Jupyter does with cells is not tested here.
@Suite struct NotebookCommandTests {
    let scratch: ScratchDirectory

    /// Executes a notebook in Python as `jupyter nbconvert` does: the copy is written only if every cell succeeded.
    private static let jupyter = """
        #!/usr/bin/env python3
        import contextlib, io, json, os, sys
        arguments = sys.argv[1:]
        assert arguments[0] == "nbconvert" and "--execute" in arguments
        value = lambda name: arguments[arguments.index(name) + 1]
        with open(arguments[-1]) as file:
            notebook = json.load(file)
        names = {}
        for number, cell in enumerate(notebook["cells"]):
            if cell["cell_type"] != "code":
                continue
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec("".join(cell["source"]), names)
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": printed.getvalue()}]
            if "raises" in names:
                cell["outputs"].append({"output_type": "error", "ename": "ValueError", "evalue": "no rows", "traceback": []})
        with open(os.path.join(value("--output-dir"), value("--output")), "w") as file:
            json.dump(notebook, file)

        """

    init() async throws {
        scratch = try ScratchDirectory()
        try LocalFileSystem().write(
            Array(Self.jupyter.utf8), to: scratch.path.pushing("bin/jupyter"), executable: true)
        // Whatever this machine has, there is no nbclient.
        try scratch.write("raise ImportError('hidden')\n", to: "hidden/nbclient.py")
        try scratch.write("1\n2\n", to: "data.txt")
        try write(notebook: "print(open('data.txt').read(), rate * 2, train['layers'])", params: "{rate: 4, train: {layers: [1, 2]}}")
    }

    private func write(notebook: String, params: String) throws {
        let cells: JSON = [
            ["cell_type": "markdown", "metadata": [:], "source": ["# Title"]],
            ["cell_type": "code", "metadata": ["tags": ["parameters"]], "source": ["rate = 1\n", "train = None"], "outputs": []],
            ["cell_type": "code", "metadata": [:], "source": .string(notebook), "outputs": [], "execution_count": 7],
        ]
        let json: JSON = ["cells": cells, "metadata": [:], "nbformat": 4, "nbformat_minor": 5]
        try scratch.write(json.pretty, to: "notebooks/look.ipynb")
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            params: \(params)
            stages:
              look:
                kind: notebook
                notebook: ./notebooks/look.ipynb
                executed: reports/look.ipynb
                inputs: [data.txt]
                params: [rate, train]

            """, to: "mlkit.yaml")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        let path = try await BuiltTool.run("sh", ["-c", "printf %s \"$PATH\""], in: scratch.path).output
        return try await BuiltTool.mlkit(
            arguments, in: scratch.path,
            environment: ["PATH": "\(scratch.path)/bin:\(path)", "PYTHONPATH": "\(scratch.path)/hidden"])
    }

    @Test func aNotebookIsExecutedWithParametersAndItsCopyKept() async throws {
        let run = try await mlkit("run", "--set", "params.rate=5")
        #expect(run.status == 0, "\(run.error)")
        let copy = try JSON(parsing: scratch.read("reports/look.ipynb"))
        let cells = try #require(copy["cells"]?.array)
        #expect(cells.count == 4)
        #expect(cells[2]["source"] == "# Parameters of mlkit.yaml\nrate = 5\ntrain = {'layers': [1, 2]}")
        #expect(cells[2]["metadata"]?["tags"] == ["injected-parameters"])
        #expect(cells[3]["outputs"]?.array?.first?["text"] == "1\n2\n 10 [1, 2]\n")
        // The notebook itself stays as it is.
        #expect(try JSON(parsing: scratch.read("notebooks/look.ipynb"))["cells"]?.array?.count == 3)
        #expect(try await mlkit("run", "--set", "params.rate=5").error == "nothing to do: 1 stage up to date\n")
        try scratch.write("3\n", to: "data.txt")
        #expect(try await mlkit("status", "--set", "params.rate=5").output == "would run   look  `data.txt` changed\n")
    }

    @Test func aCellThatFailsIsNamedWithItsError() async throws {
        try write(notebook: "raises = True", params: "{rate: 4, train: 1}")
        let run = try await mlkit("run")
        #expect(run.status == 1)
        #expect(
            run.error.contains("| cell 3 of notebooks/look.ipynb failed:\n     |     raises = True\n     | ValueError: no rows"),
            "\(run.error)")
        #expect(try !scratch.exists("reports/look.ipynb"))
        try write(notebook: "1 / 0", params: "{rate: 4, train: 1}")
        let converter = try await mlkit("run")
        #expect(converter.error.contains("ZeroDivisionError: division by zero"))
        #expect(converter.error.contains("notebooks/look.ipynb failed: jupyter nbconvert ended with exit code 1"))
        try scratch.write("no notebook", to: "notebooks/look.ipynb")
        #expect(try await mlkit("run").error.contains("notebooks/look.ipynb is no notebook of format 4"))
    }

    @Test func withoutJupyterItIsSaidWhatToInstall() async throws {
        try LocalFileSystem().remove(scratch.path.pushing("bin/jupyter"))
        // A PATH that has Python and the tools of a shell, and no Jupyter.
        let python = try await BuiltTool.run(
            "sh", ["-c", "python3 -c 'import sys; print(sys.executable)'"], in: scratch.path).output.trimmed
        try LocalFileSystem().makeLink(at: scratch.path.pushing("bin/python3"), to: python)
        let run = try await BuiltTool.mlkit(
            ["run"], in: scratch.path,
            environment: ["PATH": "\(scratch.path)/bin", "PYTHONPATH": "\(scratch.path)/hidden"])
        #expect(run.error.contains("has no nbclient, and there is no jupyter"), "\(run.error)")
        #expect(run.error.contains("python3 -m pip install nbclient ipykernel"))
    }
}
