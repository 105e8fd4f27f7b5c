internal import MLKitCore

/// Translates the rules of a Snakefile that name plain files and run a plain shell command.
struct SnakemakeStages {
    let tree: ProjectTree

    func recognise(into result: inout RecognisedStages) {
        // Rules of included files work in the same folder as the others.
        for file in tree.files where FileName.last(file).lowercased() == "snakefile" || FileName.suffix(file) == "smk" {
            guard let text = tree.text(file) else {
                result.leftOut.append(LeftOut(what: "`\(file)`", why: "it is too long, or not UTF-8 text"))
                continue
            }
            recognise(text, file, into: &result)
        }
    }

    private func recognise(_ text: String, _ file: String, into result: inout RecognisedStages) {
        name(foreignTo: file, text, in: &result)
        for rule in SnakemakeRule.all(in: text) where rule.name != "all" {
            var stage = ProposedStage(name: rule.name, origin: "\(file), line \(rule.line)", run: "")
            do {
                try translate(rule, file, to: &stage)
                result.add(stage)
            } catch let reason as Reason {
                result.leaveOut(stage, reason.text, writing: Self.patterns(rule))
            } catch {
                result.leaveOut(stage, DVCStages.reason(error), writing: Self.patterns(rule))
            }
        }
    }

    /// Rules that stand elsewhere, or are made from others, are none of mlkit's.
    private func name(foreignTo file: String, _ text: String, in result: inout RecognisedStages) {
        for (statement, line) in SnakemakeRule.foreign(in: text) {
            let why = statement.hasPrefix("use")
                ? "its rules are made from others, which Snakemake alone knows" : "its rules are those of another workflow"
            result.leftOut.append(LeftOut(what: "`\(statement)` (\(file), line \(line))", why: why))
        }
    }

    /// What a rule writes, with `*` for its wildcards, as far as it is no code.
    private static func patterns(_ rule: SnakemakeRule) -> [String] {
        (rule.strings("output") ?? []).compactMap { FileName.join("", $0.text.replacing(#/\{[^{}]*\}/#, with: "*")) }
    }

    /// Why a rule is not taken over.
    private struct Reason: Error {
        let text: String

        init(_ text: String) {
            self.text = text
        }
    }

    private func translate(_ rule: SnakemakeRule, _ file: String, to stage: inout ProposedStage) throws {
        if rule.isCheckpoint { throw Reason("it is a checkpoint: what comes after it is decided when it has run") }
        guard let inputs = rule.strings("input"), let outputs = rule.strings("output") else {
            throw Reason("its files are made by code")
        }
        if let path = (inputs + outputs).map(\.text).first(where: { $0.contains("{") }) {
            throw Reason("its file `\(path)` has wildcards")
        }
        if let address = (inputs + outputs).map(\.text).first(where: { $0.contains("://") }) {
            throw Reason("its file `\(address)` is on a network")
        }
        stage.inputs = inputs.compactMap { FileName.join("", $0.text) }
        stage.outputs = outputs.compactMap { FileName.join("", $0.text) }
        for output in outputs where output.marks.contains(where: { $0.hasPrefix("temp") }) {
            stage.reviews.append("Snakemake removes `\(output.text)` when nothing needs it any more; `mlkit run` keeps it")
        }
        if rule.has("shell") {
            let command = try shellCommand(rule, inputs, outputs)
            stage.run = CommandText.escaped(command)
            stage.addScripts(named: [command], in: tree)
        } else if rule.has("script") {
            try addScript(rule, file, to: &stage)
        } else if rule.has("wrapper") {
            guard rule.strings("wrapper")?.isEmpty == false else { throw Reason("its wrapper is named by code") }
            delegate(rule, file, to: &stage)
        } else {
            throw Reason(Self.reason(rule))
        }
    }

    /// What a rule without a command has in its place.
    private static func reason(_ rule: SnakemakeRule) -> String {
        if rule.has("run") { return "it runs code of the Snakefile" }
        if rule.has("notebook") { return "it runs a notebook" }
        return rule.has("cwl") ? "it runs a tool of CWL" : "it has no command of its own"
    }

    private func shellCommand(
        _ rule: SnakemakeRule, _ inputs: [SnakemakeRule.Text], _ outputs: [SnakemakeRule.Text]
    ) throws -> String {
        guard let command = rule.strings("shell")?.map(\.text).joined(), !command.isEmpty else {
            throw Reason("its command is made by code")
        }
        var values = ["input": inputs, "output": outputs]
        values["log"] = rule.strings("log")
        values["params"] = rule.strings("params")
        guard let run = Self.filled(command, values) else {
            throw Reason("its command has values that Snakemake works out")
        }
        return run.trimmed
    }

    /// A script that does not ask Snakemake for its files is run as any other.
    private func addScript(_ rule: SnakemakeRule, _ file: String, to stage: inout ProposedStage) throws {
        guard let name = rule.strings("script")?.first?.text, !name.contains("{") else {
            throw Reason("its script is named by code")
        }
        guard let script = FileName.join(FileName.folder(file), name), let text = tree.text(script) else {
            throw Reason("its script `\(name)` is not there")
        }
        if !stage.inputs.contains(script) { stage.inputs.append(script) }
        let programs = ["py": "python", "R": "Rscript", "r": "Rscript", "jl": "julia", "sh": "bash"]
        guard !text.contains("snakemake"), let program = programs[FileName.suffix(script)] else {
            return delegate(rule, file, to: &stage)
        }
        stage.run = CommandText.escaped("\(program) \(script)")
        stage.reviews.append("Snakemake gives the script an object `snakemake`, of which it says nothing itself: here it runs without")
    }

    /// Has Snakemake run the one rule.
    private func delegate(_ rule: SnakemakeRule, _ file: String, to stage: inout ProposedStage) {
        let mains = ["Snakefile", "workflow/Snakefile"].filter(tree.contains)
        let main = FileName.suffix(file) == "smk" ? mains.first ?? file : file
        let place = ["Snakefile", "workflow/Snakefile"].contains(main) ? "" : " --snakefile \(main)"
        let target = stage.outputs.first ?? rule.name
        stage.run = CommandText.escaped(
            "snakemake --cores 1 --notemp\(place) --allowed-rules \(rule.name) --force -- \(target)")
        stage.reviews.append("Snakemake itself runs it, as it hands over the files, and has to be installed")
    }

    /// The command with `{input}`, `{output.model}`, `{input[0]}` put in; `nil` if it has others.
    private static func filled(_ command: String, _ values: [String: [SnakemakeRule.Text]]) -> String? {
        var result = ""
        var rest = command[...]
        while let brace = rest.firstIndex(where: { "{}".contains($0) }) {
            result += rest[..<brace]
            let isDouble = rest[brace...].hasPrefix("{{") || rest[brace...].hasPrefix("}}")
            if isDouble {
                result.append(rest[brace])
                rest = rest[brace...].dropFirst(2)
                continue
            }
            guard let close = rest[brace...].firstIndex(of: "}"), rest[brace] == "{",
                let value = value(of: rest[rest.index(after: brace)..<close], values)
            else { return nil }
            result += value
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private static func value(of expression: Substring, _ values: [String: [SnakemakeRule.Text]]) -> String? {
        if expression == "threads" { return "1" }
        let parts = expression.split { ".[]".contains($0) }.map(String.init)
        guard let list = parts.first.flatMap({ values[$0] }) else { return nil }
        guard parts.count == 2 else { return parts.count == 1 ? list.map(\.text).joined(separator: " ") : nil }
        if let index = Int(parts[1]) { return list.indices.contains(index) ? list[index].text : nil }
        return list.first { $0.name == parts[1] }?.text
    }
}
