internal import MLKitCore

/// Reads the entries of `cookiecutter.json` that are about rendering, and says which cannot be honoured.
struct CookiecutterSettingsReader {
    let places: JSONPlaces
    private(set) var problems: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []

    init(places: JSONPlaces) { self.places = places }

    mutating func read(_ root: JSON) -> CookiecutterSettings {
        var settings = CookiecutterSettings()
        settings.copied = texts(root["_copy_without_render"], ["_copy_without_render"])
        if let newline = root["_new_lines"]?.string, !newline.isEmpty { settings.newline = newline }
        for (index, name) in texts(root["_extensions"], ["_extensions"]).enumerated() where !Self.loaded.contains(name)
        {
            warnings.append(
                .warning(
                    "the extension `\(name)` of Jinja cannot be loaded",
                    at: places.location(of: ["_extensions", "\(index)"]),
                    notes: ["filters and statements that it adds are unknown here"]))
        }
        for member in root["_jinja2_env_vars"]?.members ?? [] { set(member, &settings.jinja) }
        return settings
    }

    /// Extensions whose work is built in: those that cookiecutter always loads, and an older name of one.
    private static let loaded: Set<String> = [
        "cookiecutter.extensions.JsonifyExtension", "cookiecutter.extensions.RandomStringExtension",
        "cookiecutter.extensions.SlugifyExtension", "cookiecutter.extensions.TimeExtension",
        "cookiecutter.extensions.UUIDExtension", "jinja2_time.TimeExtension",
    ]

    private mutating func texts(_ value: JSON?, _ path: [String]) -> [String] {
        guard let value else { return [] }
        guard let items = value.array?.map(\.string), !items.contains(nil) else {
            problems.append(
                .error("`\(path.joined(separator: "."))` must be a list of texts", at: places.location(of: path)))
            return []
        }
        return items.compactMap { $0 }
    }

    private mutating func set(_ member: JSON.Member, _ settings: inout JinjaSettings) {
        let path = ["_jinja2_env_vars", member.name]
        if let key = Self.flags[member.name], let value = member.value.bool {
            settings[keyPath: key] = value
        } else if let key = Self.delimiters[member.name], let value = member.value.string, !value.isEmpty {
            settings[keyPath: key] = value
        } else if Self.flags[member.name] != nil || Self.delimiters[member.name] != nil {
            problems.append(.error("`\(member.name)` cannot be \(member.value.compact)", at: places.location(of: path)))
        } else if member.name != "autoescape" || member.value != false {
            problems.append(
                .error("the setting `\(member.name)` of Jinja is not supported", at: places.location(ofKey: path)))
        }
    }

    private static var flags: [String: WritableKeyPath<JinjaSettings, Bool>] {
        ["trim_blocks": \.trimsBlocks, "lstrip_blocks": \.stripsBlocks]
    }

    private static var delimiters: [String: WritableKeyPath<JinjaSettings, String>] {
        [
            "block_start_string": \.blockStart, "block_end_string": \.blockEnd,
            "variable_start_string": \.variableStart,
            "variable_end_string": \.variableEnd, "comment_start_string": \.commentStart,
            "comment_end_string": \.commentEnd,
        ]
    }
}
