/// Passwords and keys among the words of a command, where options of one letter stand for them, or their place alone.
enum SecretOption {
    private struct Program {
        let name: [UInt8]
        /// What else the line has to have.
        let word: [UInt8]
        let option: [UInt8]
        /// Whether the value may stand in the next word.
        let takesNext: Bool

        init(_ name: String, _ word: String = "", _ option: String = "-p", takesNext: Bool = true) {
            (self.name, self.word, self.option) = (Array(name.utf8), Array(word.utf8), Array(option.utf8))
            self.takesNext = takesNext
        }
    }

    private static let programs =
        ["mysql", "mysqldump", "mysqladmin", "mariadb"].map { Program($0, takesNext: false) }
        + ["docker", "podman", "helm", "oc", "az", "nerdctl", "skopeo", "buildah"].map { Program($0, "login") }
        + [Program("sshpass"), Program("twine"), Program("sqlcmd", "", "-P"), Program("wandb", "login", "")]

    /// What stands in a line; `nil` for no secret.
    static func find(in line: UnsafeRawBufferPointer) -> String? {
        let known = programs.filter { TextLines.contains(line, $0.name) && TextLines.contains(line, $0.word) }
        let isCurl = TextLines.contains(line, curl)
        let isSetting = settings.contains { TextLines.starts(line, at: 0, with: $0) }
        let sets = isSetting || TextLines.contains(line, setting)
        guard !known.isEmpty || isCurl || sets else { return nil }
        let words = line.split(whereSeparator: { TextLines.isSpace($0) })
        for program in known {
            for start in words.indices where words[start].elementsEqual(program.name) {
                let own = Array(words[(start + 1)...].prefix { word in !joints.contains { word.elementsEqual($0) } })
                guard program.word.isEmpty || own.contains(where: { $0.elementsEqual(program.word) }) else { continue }
                if hasSecret(own, program) { return "a password on a command line" }
            }
        }
        return isCurl && hasAccount(words) || isSetting && isPassword(words[words.count - 1]) || setsSecret(words)
            ? "a password on a command line" : nil
    }

    private static let setting = Array("configure set ".utf8)
    /// Of servers whose settings have neither `=` nor `:`.
    private static let settings = ["requirepass ", "masterauth "].map { Array($0.utf8) }

    /// `aws configure set aws_secret_access_key …`.
    private static func setsSecret(_ words: [Slice<UnsafeRawBufferPointer>]) -> Bool {
        guard let place = words.firstIndex(where: { $0.elementsEqual("set".utf8) }), place + 2 < words.count,
            let kind = SecretName.kind(of: ArraySlice(Array(words[place + 1])))
        else { return false }
        return SecretValue(words[place + 2].filter { !TextLines.isQuote($0) }).fits(kind, isCertain: false)
    }

    /// What parts commands.
    private static let joints = ["&&", "||", "|", ";"].map { Array($0.utf8) }

    private static func hasSecret(_ words: [Slice<UnsafeRawBufferPointer>], _ program: Program) -> Bool {
        guard !program.option.isEmpty else {
            return words.contains { word in word.count >= 32 && word.allSatisfy(TextLines.isHex) && SecretValue(word).isRandom }
        }
        for (index, word) in words.enumerated() where word.starts(with: program.option) {
            let isNext = word.count == program.option.count && program.takesNext && index + 1 < words.count
            if isPassword(isNext ? words[index + 1] : word.dropFirst(program.option.count)) { return true }
        }
        return false
    }

    private static let curl = Array("curl".utf8)
    private static let users = ["-u", "--user"].map { Array($0.utf8) }

    /// `curl -u name:password`.
    private static func hasAccount(_ words: [Slice<UnsafeRawBufferPointer>]) -> Bool {
        words.indices.dropLast().contains { index in
            guard users.contains(where: { words[index].elementsEqual($0) }), let colon = words[index + 1].firstIndex(of: 0x3A) else {
                return false
            }
            return isPassword(words[index + 1][(colon + 1)...])
        }
    }

    private static func isPassword(_ word: some Sequence<UInt8>) -> Bool {
        let value = SecretValue(word.filter { !TextLines.isQuote($0) })
        return value.bytes.count >= 6 && !value.isPlaceholder
    }
}
