/// What git takes from its surroundings: nothing in this library reads a variable or a clock by itself.
public struct GitEnvironment: Sendable {
    /// Environment variables. Heeded are `HOME`, `XDG_CONFIG_HOME`, `EMAIL`, `GIT_CONFIG_GLOBAL`,
    /// `GIT_CONFIG_SYSTEM`, `GIT_CONFIG_NOSYSTEM`, and `GIT_{AUTHOR,COMMITTER}_{NAME,EMAIL,DATE}`.
    public var variables: [String: String]
    /// The time of commits made now.
    public var time: GitTime

    public init(variables: [String: String], time: GitTime) {
        self.variables = variables
        self.time = time
    }

    /// A variable that is set to something.
    subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
