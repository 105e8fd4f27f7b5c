internal import MLKitCore
internal import SystemPackage

/// Signs commits as git is set up to (git-config(1): `commit.gpgSign`, `gpg.format`, `user.signingKey`, `gpg.program`).
struct CommitSigner {
    private let method: SigningMethod
    private let program: String
    private let key: String?
    private let defaultKeyCommand: String?
    private let committer: Identity
    private let environment: GitEnvironment

    /// `nil` if commits are not to be signed.
    init?(_ settings: Configuration, _ committer: Identity, _ environment: GitEnvironment) throws {
        guard try settings.flag("commit.gpgSign") else { return nil }
        let format = try settings.string("gpg.format") ?? SigningMethod.openpgp.rawValue
        guard let method = SigningMethod(rawValue: format) else {
            let known = SigningMethod.allCases.map(\.rawValue)
            throw Failure(
                "commits cannot be signed: git's setting `gpg.format` is `\(format)`",
                hint: "it may be \(Suggestion.list(known))")
        }
        self.method = method
        let program = try method.programSettings.lazy.compactMap { try settings.string($0) }.first
        self.program = program.map { Self.expanded($0, environment) } ?? method.usualProgram
        key = try settings.string("user.signingKey")
        defaultKeyCommand = try settings.string("gpg.ssh.defaultKeyCommand")
        self.committer = committer
        self.environment = environment
    }

    /// The signature of a commit's text.
    ///
    /// - Throws: `Failure` with what the program said, if it does not sign.
    func signature(of text: [UInt8]) throws -> String {
        let signature = try method == .ssh ? signedBySSH(text) : signedByGPG(text)
        return signature.replacing("\r", with: "")
    }

    /// `gpg` writes a word on its status channel for a signature that it has made.
    private func signedByGPG(_ text: [UInt8]) throws -> String {
        let signer = key ?? "\(committer.name) <\(committer.email)>"
        let result = try run(["--status-fd=2", "-bsau", signer], input: text)
        let isSigned = result.errorText.split(separator: "\n").contains { $0.hasPrefix("[GNUPG:] SIG_CREATED ") }
        guard result.status == 0, isSigned else { throw failure(result) }
        return result.outputText
    }

    /// The text goes in as a file, as git has it: programs that stand in for `ssh-keygen` know no other way.
    private func signedBySSH(_ text: [UInt8]) throws -> String {
        let folder = try PrivateFolder()
        let file = try folder.write(text, to: "commit")
        let key = try sshKey()
        var arguments = ["-Y", "sign", "-n", "git", "-f"]
        if let publicKey = Self.literalKey(key) {
            // The agent has the private half.
            arguments += [try folder.write(Array((publicKey + "\n").utf8), to: "key").string, "-U"]
        } else {
            arguments.append(Self.expanded(key, environment))
        }
        let result = try run(arguments + [file.string])
        guard result.status == 0 else { throw failure(result) }
        return try LocalFileSystem().readText(folder.path.appending("commit.sig"))
    }

    private func sshKey() throws -> String {
        if let key { return key }
        let missing = Failure(
            "commits cannot be signed: git's setting `user.signingKey` is not set",
            hint: "run `git config --global user.signingKey ~/.ssh/id_ed25519.pub`, with a key of yours")
        guard let defaultKeyCommand else { throw missing }
        let shell = BlockingCommand("sh", ["-c", defaultKeyCommand], environment: environment.variables)
        let lines = try shell.run().outputText.split(separator: "\n").map(String.init)
        guard let key = lines.first(where: { Self.literalKey($0) != nil }) else { throw missing }
        return key
    }

    /// A public key that stands in the setting itself rather than in a file that it names.
    private static func literalKey(_ key: String) -> String? {
        if key.hasPrefix("key::") { return String(key.dropFirst(5)) }
        return key.hasPrefix("ssh-") ? key : nil
    }

    private static func expanded(_ path: String, _ environment: GitEnvironment) -> String {
        guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
        return home + path.dropFirst()
    }

    private func run(_ arguments: [String], input: [UInt8] = []) throws -> Command.Result {
        do {
            return try BlockingCommand(program, arguments, environment: environment.variables, input: input).run()
        } catch let failure as Failure {
            throw self.failure(failure.diagnostics.flatMap(\.notes))
        }
    }

    private func failure(_ result: Command.Result) -> Failure {
        let lines = result.errorText.split(whereSeparator: \.isNewline).map(String.init)
        return failure(Array(lines.filter { !$0.hasPrefix("[GNUPG:]") }.suffix(5)))
    }

    private func failure(_ notes: [String]) -> Failure {
        Failure(
            "git is set up to sign commits, but `\(program)` did not sign", notes: notes,
            hint: "see whether `git commit` itself can sign here; `git config commit.gpgSign false` switches it off")
    }
}
