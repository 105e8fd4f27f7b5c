/// The ways of signing that git knows: its setting `gpg.format`.
enum SigningMethod: String, CaseIterable {
    case openpgp
    case x509
    case ssh

    /// The settings that name the program, the first one that is set counts.
    var programSettings: [String] {
        switch self {
        case .openpgp: ["gpg.openpgp.program", "gpg.program"]
        case .x509: ["gpg.x509.program"]
        case .ssh: ["gpg.ssh.program"]
        }
    }

    var usualProgram: String {
        switch self {
        case .openpgp: "gpg"
        case .x509: "gpgsm"
        case .ssh: "ssh-keygen"
        }
    }
}
