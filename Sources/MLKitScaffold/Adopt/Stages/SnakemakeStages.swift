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
        for rule in SnakemakeRule.all(in: text) where rule.name != "all" {
            var stage = ProposedStage(name: rule.name, origin: "\(file), line \(rule.line)", run: "")
            guard let inputs = rule.strings("input"), let outputs = rule.strings("output"),
                let log = rule.strings("log")
            else {
                result.leaveOut(stage, "its files are made by code")
                continue
            }
            let values = ["input": inputs, "output": outputs, "log": log]
            guard let command = rule.strings("shell")?.map(\.text).joined(), !command.isEmpty else {
                result.leaveOut(stage, "it has no plain `shell` command")
                continue
            }
            let paths = (inputs + outputs).map(\.text)
            guard !paths.contains(where: { $0.contains("{") }), let run = Self.filled(command, values) else {
                result.leaveOut(stage, "it has wildcards, or values that Snakemake works out")
                continue
            }
            stage.run = CommandText.escaped(run.trimmed)
            stage.inputs = inputs.compactMap { FileName.join("", $0.text) }
            stage.outputs = outputs.compactMap { FileName.join("", $0.text) }
            result.add(stage)
        }
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
