internal import MLKitCore
internal import SystemPackage

/// Reads `cookiecutter.json` and finds the tree, and collects all that is wrong before any is thrown.
struct CookiecutterReader {
    let folder: FilePath
    let files: any FileSystem
    private var problems: [Diagnostic] = []
    private var warnings: [Diagnostic] = []

    init(folder: FilePath, files: any FileSystem) {
        self.folder = folder
        self.files = files
    }

    mutating func read() throws -> CookiecutterTemplate {
        let (root, places) = try file()
        let members = root.members ?? []
        try checkNested(root, places)
        var settings = settings(root, places)
        // The tool `ccds` puts Jinja's `Undefined` in place of cookiecutter's `StrictUndefined`.
        settings.jinja.takesUndefined = try files.exists(folder.appending(CookiecutterTemplate.fileNames[0]))
        let prompts = root["__prompts__"]
        let variables = members.filter { $0.name != "__prompts__" }.compactMap { member in
            variable(member, prompts?[member.name], settings.jinja, places)
        }
        guard problems.isEmpty else { throw Failure(problems.inFileOrder) }
        return try CookiecutterTemplate(
            folder: folder, tree: try tree(settings.jinja), variables: variables, settings: settings, warnings: warnings
        )
    }

    private func file() throws -> (JSON, JSONPlaces) {
        let name = try CookiecutterTemplate.fileNames.first { try files.exists(folder.appending($0)) }
        guard let name else {
            throw Failure("`\(folder)` is no template of cookiecutter: it has no cookiecutter.json")
        }
        let path = folder.appending(name).string
        let bytes = try files.read(folder.appending(name))
        let root = try JSON(parsing: bytes, file: path)
        let source = TextSource(file: path, bytes: bytes)
        guard case .object(let members) = root else {
            throw Failure("`\(name)` must hold an object, not \(root.kindName)", at: source.location(0))
        }
        let unique = Dictionary(grouping: members, by: \.name).compactMapValues(\.last)
        var seen = Set<String>()
        // Of two entries of one name the place of the first counts, and the value of the last.
        let merged = members.filter { seen.insert($0.name).inserted }.map { unique[$0.name] ?? $0 }
        return (.object(merged), JSONPlaces(source))
    }

    /// `templates` (or, in older files, `template`) lists templates in folders below this one.
    private func checkNested(_ root: JSON, _ places: JSONPlaces) throws {
        let listed = root["templates"]?.members?.map { $0.value["path"]?.string ?? $0.name }
        let older = root["template"]?.array?.compactMap(\.string).map { text in
            PythonText.split(PythonText.split(text, by: "(").last ?? "", by: ")").first ?? ""
        }
        guard let paths = listed ?? older, !paths.isEmpty else { return }
        throw Failure(
            "this folder holds several templates",
            at: places.location(ofKey: [listed == nil ? "template" : "templates"]),
            notes: ["they are \(Suggestion.list(paths))"], hint: "name the folder of one of them as the template")
    }

    private mutating func variable(
        _ member: JSON.Member, _ prompt: JSON?, _ jinja: JinjaSettings, _ places: JSONPlaces
    ) -> CookiecutterVariable? {
        guard isUsable(member.name) else {
            problems.append(
                .error(
                    "`\(member.name)` cannot name a variable", at: places.location(ofKey: [member.name]),
                    hint: "use letters, digits, `_`, `-` and `.`"))
            return nil
        }
        let labels = (prompt?.members ?? []).compactMap { label in label.value.string.map { (label.name, $0) } }
        return CookiecutterVariable(
            name: member.name, kind: kind(member, jinja, places), help: prompt?.string ?? prompt?["__prompt__"]?.string,
            labels: Dictionary(labels.filter { $0.0 != "__prompt__" }) { $1 })
    }

    private func isUsable(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { "_-.".unicodeScalars.contains($0) || $0.properties.isXIDContinue }
    }

    private mutating func kind(
        _ member: JSON.Member, _ jinja: JinjaSettings, _ places: JSONPlaces
    ) -> CookiecutterVariable.Kind {
        if member.name.hasPrefix("_"), !member.name.hasPrefix("__") { return .setting(member.value) }
        if member.name.hasPrefix("__") { return .computed(value(member.value, [member.name], jinja, places)) }
        switch member.value {
        case .bool(let value): return .boolean(value)
        case .array(let values):
            if values.isEmpty {
                problems.append(.error("the list of choices is empty", at: places.location(of: [member.name])))
            }
            return .choice(values.enumerated().map { value($1, [member.name, "\($0)"], jinja, places) })
        case .object: return .mapping(value(member.value, [member.name], jinja, places))
        default: return .text(value(member.value, [member.name], jinja, places))
        }
    }

    private mutating func value(
        _ json: JSON, _ path: [String], _ jinja: JinjaSettings, _ places: JSONPlaces
    ) -> CookiecutterValue {
        switch json {
        case .null, .bool: return .plain(json)
        // Numbers become texts, as in cookiecutter.
        case .int, .double: return .plain(.string(JinjaValue(json).text))
        case .string(let text): return template(text, path, jinja, places).map { .text($0) } ?? .plain(json)
        case .array(let values):
            return .list(values.enumerated().map { value($1, path + ["\($0)"], jinja, places) })
        case .object(let members):
            return .object(
                members.compactMap { member in
                    let value = value(member.value, path + [member.name], jinja, places)
                    return template(member.name, path + [member.name], jinja, places).map { ($0, value) }
                })
        }
    }

    private mutating func template(
        _ text: String, _ path: [String], _ jinja: JinjaSettings, _ places: JSONPlaces
    ) -> JinjaTemplate? {
        do {
            return try JinjaTemplate(places.part(text, at: path), jinja)
        } catch {
            problems += (error as? Failure)?.diagnostics ?? []
            return nil
        }
    }

    private mutating func settings(_ root: JSON, _ places: JSONPlaces) -> CookiecutterSettings {
        var reader = CookiecutterSettingsReader(places: places)
        let settings = reader.read(root)
        problems += reader.problems
        warnings += reader.warnings
        return settings
    }

    /// The folder with braces and the word `cookiecutter` in its name.
    private func tree(_ jinja: JinjaSettings) throws -> String {
        let found = try files.list(folder).filter { name in
            guard name.contains(CookiecutterTemplate.variable), name.contains(jinja.variableStart),
                name.contains(jinja.variableEnd)
            else { return false }
            return try files.information(at: folder.appending(name))?.kind == .directory
        }
        guard let first = found.first, found.count == 1 else {
            throw Failure(
                "the template `\(folder)` has \(found.isEmpty ? "no" : "more than one") folder to render",
                notes: found.isEmpty ? [] : ["they are \(Suggestion.list(found))"],
                hint: "it is named like `{{cookiecutter.project_slug}}`")
        }
        return first
    }
}
