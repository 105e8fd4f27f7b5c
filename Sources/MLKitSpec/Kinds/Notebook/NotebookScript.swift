/// The program that executes notebooks: Python, since that is what Jupyter is, with no more than it brings along.
enum NotebookScript {
    /// Arguments: the notebook, the executed copy, perhaps a kernel. Parameters are in the file that `MLKIT_PARAMS` names
    /// and become a cell as papermill makes it (tag `injected-parameters`). Executed by nbclient, else by `jupyter
    /// nbconvert`. The copy is written whole, and only if every cell succeeded.
    static let text = #"""
        import json, keyword, os, shutil, subprocess, sys, tempfile

        notebook, executed = sys.argv[1:3]
        kernel = sys.argv[3] if len(sys.argv) > 3 else None

        def fail(*lines):
            sys.stdout.flush()
            sys.exit("\n".join(lines))

        def text(cell):
            source = cell.get("source", "")
            return source if isinstance(source, str) else "".join(source)

        def tags(cell):
            return cell.get("metadata", {}).get("tags", [])

        def write(content):
            os.makedirs(os.path.dirname(os.path.abspath(executed)), exist_ok=True)
            beside = executed + ".part"
            with open(beside, "w", encoding="utf-8") as file:
                json.dump(content, file, indent=1, ensure_ascii=False)
                file.write("\n")
            os.replace(beside, executed)

        try:
            with open(notebook, encoding="utf-8") as file:
                content = json.load(file)
            cells = content["cells"]
            assert isinstance(cells, list)
        except (OSError, ValueError, KeyError, TypeError, AssertionError) as error:
            fail(f"{notebook} is no notebook of format 4: {error}")

        cells = [cell for cell in cells if "injected-parameters" not in tags(cell)]
        for cell in cells:
            if cell.get("cell_type") == "code":
                cell.update(outputs=[], execution_count=None)
        has_names = (content.get("nbformat", 4), content.get("nbformat_minor", 0)) >= (4, 5)
        if has_names:
            for number, cell in enumerate(cells, 1):
                cell.setdefault("id", f"cell-{number}")
        if "MLKIT_PARAMS" in os.environ:
            with open(os.environ["MLKIT_PARAMS"], encoding="utf-8") as file:
                values = json.load(file)
            language = content.get("metadata", {}).get("kernelspec", {}).get("language", "python")
            if language.lower() != "python":
                fail(f"{notebook} is written in {language}: parameters are handed to notebooks in Python alone")
            names = {name: "".join(c if c.isalnum() else "_" for c in name) for name in values}
            for name, own in names.items():
                if not own.isidentifier() or keyword.iskeyword(own):
                    fail(f"the parameter {name} cannot be a variable of {notebook}")
            lines = "\n".join(f"{names[name]} = {value!r}" for name, value in values.items())
            cell = {"cell_type": "code", "metadata": {"tags": ["injected-parameters"]}, "execution_count": None,
                    "outputs": [], "source": "# Parameters of mlkit.yaml\n" + lines}
            if has_names:
                cell["id"] = "injected-parameters"
            marked = [index for index, other in enumerate(cells) if "parameters" in tags(other)]
            cells.insert(marked[0] + 1 if marked else 0, cell)
        content["cells"] = cells

        def check(content):
            number = 0
            for cell in content["cells"]:
                is_own = "injected-parameters" not in tags(cell)
                number += is_own
                for output in cell.get("outputs", []):
                    if output.get("output_type") == "error":
                        name = f"cell {number}" if is_own else "the cell with the parameters"
                        shown = ["    " + line for line in text(cell).splitlines()[:10]]
                        fail(f"{name} of {notebook} failed:", *shown, f"{output.get('ename')}: {output.get('evalue')}")

        def by_client():
            import nbformat
            from jupyter_client.kernelspec import NoSuchKernel
            from nbclient import NotebookClient
            from nbclient.exceptions import CellExecutionError, DeadKernelError

            node = nbformat.reads(json.dumps(content), as_version=4)
            own = content.get("metadata", {}).get("kernelspec", {}).get("name", "python3")
            client = NotebookClient(
                node, timeout=None, kernel_name=kernel or own, record_timing=False,
                resources={"metadata": {"path": os.getcwd()}})
            try:
                client.execute()
            except CellExecutionError:
                check(node)
                raise
            except NoSuchKernel as error:
                fail(f"there is no Jupyter kernel {error.name} for {notebook}",
                     "install it, python3 with: python3 -m pip install ipykernel; or name another under `kernel`")
            except DeadKernelError as error:
                fail(f"the kernel of {notebook} died: {error}")
            check(node)
            return json.loads(nbformat.writes(node))

        def by_converter(jupyter):
            with tempfile.TemporaryDirectory() as folder:
                source = os.path.join(folder, "notebook.ipynb")
                with open(source, "w", encoding="utf-8") as file:
                    json.dump(content, file)
                command = [jupyter, "nbconvert", "--to", "notebook", "--execute", "--output", "executed.ipynb",
                           "--output-dir", folder, "--ExecutePreprocessor.timeout=-1",
                           "--ExecutePreprocessor.record_timing=False"]
                if kernel:
                    command.append(f"--ExecutePreprocessor.kernel_name={kernel}")
                status = subprocess.run(command + [source]).returncode
                if status != 0:
                    fail(f"{notebook} failed: jupyter nbconvert ended with exit code {status}")
                with open(os.path.join(folder, "executed.ipynb"), encoding="utf-8") as file:
                    made = json.load(file)
            check(made)
            return made

        try:
            import nbclient, nbformat
            has_client = True
        except ImportError:
            has_client = False
        jupyter = shutil.which("jupyter")
        if has_client:
            write(by_client())
        elif jupyter:
            write(by_converter(jupyter))
        else:
            fail(f"{notebook} cannot be executed: {sys.executable} has no nbclient, and there is no jupyter",
                 "install them with: python3 -m pip install nbclient ipykernel")
        """#
}
