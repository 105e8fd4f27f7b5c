internal import MLKitCore
internal import MLKitSignature
internal import MLKitSpec

/// Which columns of the source files are kept, and whether every file has them.
struct ColumnSelection {
    let configuration: DataConfiguration
    let files: [SourceFile]
    /// The schema to hold the files to; `nil` where it is yet to be inferred.
    let schema: SchemaFile?

    /// The columns in the order of the schema, or of the first file.
    ///
    /// - Throws: `Failure` with all columns that are missing or unknown.
    func columns() throws -> [String] {
        let dropped = Set(configuration.clean.leftOut)
        let wanted = schema?.schema.columns.map(\.name) ?? known.filter { !dropped.contains($0) }
        let problems = dropProblems() + numberProblems() + personalProblems(wanted) + targetProblems(wanted) + keyProblems(wanted)
            + files.flatMap {
            fileProblems($0, wanted)
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return wanted
    }

    /// - Throws: `Failure` with all columns in which a file differs from the first.
    func checkOthers() throws {
        let problems = isUnion ? [] : files.dropFirst().flatMap { fileProblems($0, files[0].columns) }
        guard problems.isEmpty else { throw Failure(problems) }
    }

    private var isUnion: Bool { configuration.read.columns == .union }

    /// The columns of the first file, and of all others where each may have some.
    var known: [String] {
        guard isUnion else { return files.first?.columns ?? [] }
        var known = [String]()
        for name in files.flatMap(\.columns) where !known.contains(bytesOf: name) { known.append(name) }
        return known
    }

    private func dropProblems() -> [Diagnostic] {
        let present = files.flatMap(\.columns)
        return configuration.clean.leftOut.compactMap { name in
            if configuration.targets.contains(bytesOf: name) { return .error("the target `\(name)` cannot be dropped") }
            if let schema, schema.schema.columns.contains(where: { $0.name == name }) {
                return .error(
                    "the column `\(name)` is dropped, yet it is in the schema", at: schema.location(of: name),
                    hint: "take it out of `\(schema.name)`, as `mlkit data schema STAGE --update` does, or out of `clean.drop`")
            }
            guard !present.contains(name) else { return nil }
            return .error("there is no column `\(name)` to drop", hint: Suggestion.hint(for: name, among: present))
        }
    }

    /// Columns whose numbers, or missing values, are said to be written in their own way have to be there, if only to be dropped.
    private func numberProblems() -> [Diagnostic] {
        let present = files.flatMap(\.columns)
        func missing(_ names: [String], _ key: String) -> [Diagnostic] {
            names.sortedByBytes().filter { !present.contains(bytesOf: $0) }.map { name in
                .error("there is no column `\(name)`, which `\(key)` names", hint: Suggestion.hint(for: name, among: present))
            }
        }
        return missing((configuration.read.columnNumbers ?? [:]).keys.map { $0 }, "read.numbers")
            + missing((configuration.clean.missingByColumn ?? [:]).keys.map { $0 }, "clean.missing_in")
    }

    /// Columns that name people have to be there: one that is written otherwise would stay as it is.
    private func personalProblems(_ wanted: [String]) -> [Diagnostic] {
        (configuration.clean.treated(.hash) + configuration.clean.treated(.redact) + configuration.clean.aggregated.keys.sortedByBytes())
            .compactMap { name in
            if let schema, let own = schema.schema.columns.first(where: { $0.name.hasSameBytes(as: name) }),
                configuration.clean.treated(.hash).contains(bytesOf: name), own.type != .identifier
            {
                return .error(
                    "the column `\(name)` is hashed, and by the schema it is \(own.type.rawValue)",
                    at: schema.location(of: name, SchemaKey.type),
                    hint: "make it `identifier`: a served model would be asked with what stands in the source")
            }
            guard !wanted.contains(bytesOf: name) else { return nil }
            return .error("there is no column `\(name)`, which `clean.personal` names", hint: Suggestion.hint(for: name, among: wanted))
        }
    }

    /// Columns that tell rows apart have to be there.
    private func keyProblems(_ wanted: [String]) -> [Diagnostic] {
        var keys = configuration.clean.labels.map { [(name: $0.key, purpose: "to correct labels by")] } ?? []
        if case .key(let names) = configuration.clean.dropDuplicates { keys += names.map { ($0, "to tell rows apart by") } }
        if case .near(let text) = configuration.clean.dropDuplicates { keys.append((text.near, "whose texts are compared")) }
        return keys.filter { !wanted.contains(bytesOf: $0.name) }.map { name, purpose in
            guard !configuration.clean.leftOut.contains(bytesOf: name) else {
                return .error(
                    "the column `\(name)` \(purpose) is dropped",
                    hint: "take it out of `clean.drop`; with `feature: false` in the schema no model sees it")
            }
            return .error("there is no column `\(name)` \(purpose)", hint: Suggestion.hint(for: name, among: wanted))
        }
    }

    private func targetProblems(_ wanted: [String]) -> [Diagnostic] {
        if let schema, schema.schema.target != configuration.target || schema.schema.labels != configuration.labels {
            return [
                .error(
                    "\(Self.targetWords(of: "the schema", schema.schema.targets)), "
                        + "\(Self.targetWords(of: "the stage", configuration.targets))",
                    at: schema.targetLocation,
                    hint: "edit `\(schema.name)`, or remove it to have it inferred anew")
            ]
        }
        return configuration.targets.filter { !wanted.contains(bytesOf: $0) && !configuration.clean.leftOut.contains(bytesOf: $0) }
            .map { target in
            .error(
                "there is no column `\(target)`, the target, in \(Suggestion.list(files.prefix(1).map(\.name)))",
                hint: files.first?.likelyHeader?.hint ?? Suggestion.hint(for: target, among: wanted))
        }
    }

    private static func targetWords(of owner: String, _ targets: [String]) -> String {
        guard !targets.isEmpty else { return "\(owner) has no target" }
        let name = owner == "the schema" ? targets.count > 1 ? " targets" : " target" : ""
        return "\(owner)'s\(name) \(targets.count > 1 ? "are" : "is") \(Suggestion.list(targets))"
    }

    private func fileProblems(_ file: SourceFile, _ wanted: [String]) -> [Diagnostic] {
        let (known, own) = (Set(wanted + configuration.clean.leftOut), Set(file.columns))
        let extra = file.columns.filter { !known.contains($0) }
        func isElsewhere(_ name: String) -> Bool { files.contains { $0.columns.contains(bytesOf: name) } }
        // Of a union, what no file has is told of the first.
        let missing = wanted.filter { !own.contains($0) && (!isUnion || (file.path == files[0].path && !isElsewhere($0))) }
        return missing.map { name in
            .error(
                "the column `\(name)` is missing from `\(file.name)`", at: schema?.location(of: name),
                hint: Suggestion.nearest(to: name, among: extra).map { "is `\($0)` meant?" }
                    ?? (isElsewhere(name) ? "`read: {columns: union}` takes it for missing there" : nil))
        } + extra.map { unknown($0, file) }
    }

    private func unknown(_ name: String, _ file: SourceFile) -> Diagnostic {
        guard let schema else {
            return .error(
                "the column `\(name)` of `\(file.name)` is not in `\(files[0].name)`",
                hint: "`read: {columns: union}` takes it for missing where a file does not have it")
        }
        return .error(
            "the column `\(name)` of `\(file.name)` is not in the schema",
            hint: "add it to `\(schema.name)`, or to `clean.drop`")
    }
}
