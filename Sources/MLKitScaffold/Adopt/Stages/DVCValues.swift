internal import MLKitCore
internal import MLKitYAML

/// What `${…}` of a `dvc.yaml` stands for: the values of params.yaml and of `vars`, and those of a loop.
struct DVCValues {
    /// Values of all files together.
    private var global: JSON = .object([])
    /// `item` and `key` of the loop that a stage is made by.
    var local: JSON = .object([])
    /// Files that could not be read.
    private(set) var unread: [LeftOut] = []

    static let parameterFile = "params.yaml"

    init(vars: Node?, folder: String, tree: ProjectTree) {
        let standard = FileName.join(folder, Self.parameterFile) ?? Self.parameterFile
        if tree.contains(standard) { read(standard, tree) }
        add(vars, folder: folder, tree: tree)
    }

    /// Takes the values of a list `vars`: names of files, perhaps with keys, and mappings.
    mutating func add(_ vars: Node?, folder: String, tree: ProjectTree) {
        for entry in vars?.sequence ?? [] {
            guard let name = entry.text else {
                global = global.merging(entry.json)
                continue
            }
            let file = String(name.split(separator: ":").first ?? "")
            if let path = FileName.join(folder, file), tree.contains(path) {
                read(path, tree)
            } else {
                unread.append(LeftOut(what: "`vars` of dvc.yaml", why: "`\(file)` is not there"))
            }
        }
    }

    private mutating func read(_ file: String, _ tree: ProjectTree) {
        do {
            let values = FileName.suffix(file) == "json"
                ? try JSON(parsing: tree.bytes(file)) : try YAMLDocument.parse(tree.bytes(file), file: file).json
            global = global.merging(values)
        } catch {
            unread.append(LeftOut(what: "`\(file)`", why: DVCStages.reason(error)))
        }
    }

    /// The value of `train.seed` or `models[0].name`, and whether a loop gives it.
    func value(_ expression: String) -> (value: JSON, isLocal: Bool)? {
        let path = Self.path(expression)
        if let value = local.value(at: path) { return (value, true) }
        return global.value(at: path).map { ($0, false) }
    }

    /// Keys and positions, in one form.
    private static func path(_ expression: String) -> [String] {
        expression.replacing("[", with: ".").replacing("]", with: "").split(separator: ".").map { $0.trimmed }
    }
}

extension JSON {
    fileprivate func value(at path: [String]) -> JSON? {
        var value: JSON? = path.isEmpty ? nil : self
        for key in path {
            if let items = value?.array {
                value = Int(key).flatMap { items.indices.contains($0) ? items[$0] : nil }
            } else {
                value = value?[key]
            }
        }
        return value
    }

    /// Mappings are merged key by key; of other values the later counts.
    fileprivate func merging(_ other: JSON) -> JSON {
        guard case .object(var members) = self, case .object(let others) = other else { return other }
        for member in others {
            if let index = members.firstIndex(where: { $0.name == member.name }) {
                members[index] = Member(member.name, members[index].value.merging(member.value))
            } else {
                members.append(member)
            }
        }
        return .object(members)
    }
}
