/// Settings that come with the environment, as a container or `git -c` gives them (git-config(1), "ENVIRONMENT").
struct CommandSettings {
    private var settings: [(key: String, value: String)] = []

    init(_ environment: GitEnvironment) {
        if let text = environment["GIT_CONFIG_PARAMETERS"] { settings = Self.parameters(text) }
        let count = environment["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0
        for number in 0..<min(max(count, 0), Self.limit) {
            guard let key = environment["GIT_CONFIG_KEY_\(number)"] else { continue }
            settings.append((key, environment.variables["GIT_CONFIG_VALUE_\(number)"] ?? ""))
        }
    }

    /// Settings as `git config --list --null` prints them, without those that include files, as these are in the list too.
    init(listed bytes: [UInt8]) {
        settings = bytes.split(separator: 0).map { entry in
            let parts = entry.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "true"
            return (String(decoding: parts[0], as: UTF8.self), value)
        }.filter { !$0.key.hasPrefix("include.") && !$0.key.hasPrefix("includeif.") }
    }

    private static let limit = 10_000

    /// As a file of git's settings; `nil` if there are none.
    var text: String? {
        let sections = settings.compactMap { Self.section($0.key, $0.value) }
        return sections.isEmpty ? nil : sections.joined()
    }

    /// `'key=value'`, or in newer versions of git `'key'='value'`, with spaces between.
    private static func parameters(_ text: String) -> [(key: String, value: String)] {
        var words: [String] = []
        var isQuoted = false
        var isNew = true
        for character in text {
            if character == "'" { isQuoted.toggle() }
            if character == " ", !isQuoted { isNew = true; continue }
            if isNew { words.append(""); isNew = false }
            if character != "'" { words[words.count - 1].append(character) }
        }
        return words.map { word in
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "true")
        }
    }

    /// `section.name`, or `section.any.thing.name`.
    private static func section(_ key: String, _ value: String) -> String? {
        guard let first = key.firstIndex(of: "."), let last = key.lastIndex(of: ".") else { return nil }
        let isPlain = { (text: Substring) in text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } }
        let (section, name) = (key[..<first], key[key.index(after: last)...])
        guard !section.isEmpty, !name.isEmpty, isPlain(section), isPlain(name) else { return nil }
        let middle = first == last ? "" : " \"\(escaped(key[key.index(after: first)..<last]))\""
        return "[\(section)\(middle)]\n\t\(name) = \"\(escaped(value[...]).replacing("\n", with: "\\n"))\"\n"
    }

    private static func escaped(_ text: Substring) -> String {
        String(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
